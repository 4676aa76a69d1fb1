import { ACTION_UNITS, type ActionUnit, isLabel, type Label } from "@mien/core";
import { z } from "zod";

const timeMs = z.number().nonnegative();
const entryShape = {
  id: z.string().min(1),
  subjectId: z.string().min(1),
  label: z.custom<Label>((label) => typeof label === "string" && isLabel(label)),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  frameRate: z.number().positive(),
  source: z.string(),
  /** Where it is not that of the provenance. */
  mode: z.enum(["image", "video", "table", "synthetic"]).optional(),
  missed: z.array(z.int().nonnegative()),
  frames: z.int().min(1).max(100000),
};
const truthShape = {
  subject: z.enum(["expression", "calm", "talk", "distraction", "units"]),
  course: z.enum(["photo", "apex", "hold", "return"]),
  segments: z.array(
    z.strictObject({
      label: z.custom<Label>((label) => typeof label === "string" && isLabel(label)),
      startMs: timeMs,
      apexStartMs: timeMs,
      apexEndMs: timeMs,
      endMs: timeMs,
    }),
  ),
};
const shared = {
  format: z.literal("mien-cast"),
  provenance: z.record(z.string(), z.unknown()),
};
const headSchema = z.discriminatedUnion("version", [
  z.strictObject({
    ...shared,
    version: z.literal(1),
    recordings: z.array(z.strictObject(entryShape)),
  }),
  z.strictObject({
    ...shared,
    version: z.literal(2),
    /** The action units whose intensity is known, in the order of their columns. */
    units: z.array(
      z.string().refine((name): name is ActionUnit => Object.hasOwn(ACTION_UNITS, name)),
    ),
    recordings: z.array(
      z.strictObject({ ...entryShape, label: entryShape.label.nullable(), ...truthShape }),
    ),
  }),
]);

type Version1 = z.infer<typeof headSchema> & { readonly version: 1 };
type Version2 = z.infer<typeof headSchema> & { readonly version: 2 };

/** One recording in the head: version 2 has more, and may have no label. */
export type Entry = Omit<Version1["recordings"][number], "label"> &
  Pick<Version2["recordings"][number], "label"> &
  Partial<Pick<Version2["recordings"][number], "subject" | "course" | "segments">>;

/** The head of a file of either version; `units` in version 2 alone. */
export interface Head {
  readonly format: "mien-cast";
  readonly version: 1 | 2;
  readonly provenance: Readonly<Record<string, unknown>>;
  readonly units?: readonly ActionUnit[] | undefined;
  readonly recordings: readonly Entry[];
}

/** @throws where it is not a head of version 1 or 2 */
export function parseHead(bytes: Uint8Array): Head {
  try {
    return headSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw new Error(
      `mien-cast: the head is not one of version 1 or 2 (${(error as Error).message})`,
    );
  }
}
