import { basename } from "node:path";
import type { FacesLeft, Source } from "@mien/landmarker";

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** Which face was taken and how many were left, such as "a.jpg: 3 faces seen, ... taken". */
export function facesLeftText({ path }: Pick<Source, "path">, { faces, taken }: FacesLeft): string {
  const which =
    taken === null
      ? "one taken"
      : `taken the one at ${percent(taken.x)} of the width and ${percent(taken.y)} of the height`;
  return `${basename(path)}: ${faces + 1} faces seen, ${which}, ${faces} left; --faces ${faces + 1} takes each as a person`;
}
