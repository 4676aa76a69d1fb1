import { join } from "node:path";

/** The reduced kit's folder: the option, else MIEN_FACE_KIT, else that of the test data where it is named. */
export function findKit(command: string, option?: string): string {
  const named = option ?? process.env.MIEN_FACE_KIT;
  if (named) return named;
  if (process.env.MIEN_TEST_DATA) return join(process.env.MIEN_TEST_DATA, "ict-face");
  throw new Error(
    `${command}: no face kit. Clone ICT-FaceKit, run \`mien cast prepare ICT-FaceKit --out DIR\`, then give --kit DIR or MIEN_FACE_KIT`,
  );
}
