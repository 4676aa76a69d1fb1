/** The subject that a name tells, where pictures or films lie in folders without one. */

/** A clip's place among those of its subject, from a name such as S010_004_00000017. */
export interface NamedSubject {
  readonly subjectId: string;
  /** What names of one sequence share, and the frame's number in it; null where each file is a clip of its own. */
  readonly sequence: { readonly name: string; readonly frame: number } | null;
}

/** CK+'s pictures: subject, sequence, frame. */
const CK_PLUS = /^((S\d{3})_\d{3})_(\d{6,8})$/;
/** JAFFE: KA.AN1.39. KDEF: AF01ANS, of session A woman 01 angry, seen straight. RAVDESS: the actor is the last of seven numbers. */
const OTHERS: readonly RegExp[] = [
  /^([A-Z]{2})\.[A-Z]{2}\d\.\d+$/,
  /^[AB]([FM]\d{2})[A-Z]{2}(?:S|HL|HR|FL|FR)$/,
  /^(?:\d{2}-){6}(\d{2})$/,
];
/** A word for a person with a number, at the beginning: s01_happy, subject-3.2, P12. */
const WORD = /^((?:subject|subj|sub|participant|person|actor|id|s|p)[-_ ]?\d+)(?![a-z0-9])/i;

/** @param name without its ending; null where it tells no subject */
export function subjectOfName(name: string): NamedSubject | null {
  const ck = CK_PLUS.exec(name);
  if (ck !== null) {
    return { subjectId: ck[2]!, sequence: { name: ck[1]!, frame: Number(ck[3]) } };
  }
  const named = OTHERS.map((pattern) => pattern.exec(name)).find((match) => match !== null);
  const subjectId = named?.[1] ?? WORD.exec(name)?.[1];
  return subjectId === undefined ? null : { subjectId, sequence: null };
}
