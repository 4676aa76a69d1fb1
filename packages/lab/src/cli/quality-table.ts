import type { Quality, Range } from "@mien/landmarker";
import pc from "picocolors";
import type { StoredRecording } from "../recordings/index.ts";
import { type Alignment, formatTable } from "./table.ts";

const number = (value: number, digits: number): string =>
  Number.isFinite(value) ? value.toFixed(digits) : "–";
const percent = (share: number, digits = 0): string =>
  Number.isFinite(share) ? `${number(share * 100, digits)} %` : "–";
const range = ({ min, max }: Range): string => {
  const [low, high] = [min, max].map((value) => number(value, 0));
  return low === high ? low! : `${low}..${high}`;
};

const HEAD = ["recording", "label", "frames", "face", "eyes px", "jitter", "step ms"];
const POSE_HEAD = ["yaw°", "pitch°", "roll°", "remarks"];
const ALIGN: readonly Alignment[] = ["left", "left", ...new Array(8).fill("right"), "left"];

function row({ recording, label, crop }: StoredRecording, quality: Quality): string[] {
  const { headPoseDegrees: pose } = quality;
  const remarks = [...quality.remarks];
  if (crop !== null) remarks.push(`seen in a crop of ${crop.widthPx} x ${crop.heightPx} px`);
  return [
    recording.id,
    label ?? "–",
    String(quality.frames),
    percent(quality.detectedShare),
    number(quality.eyeDistancePx, 0),
    percent(quality.jitter, 2),
    number(quality.stepMs, 1),
    ...[pose?.yaw, pose?.pitch, pose?.roll].map((angles) => (angles ? range(angles) : "–")),
    pc.yellow(remarks.join("; ")),
  ];
}

/** One row a recording: what its quality report says. */
export function formatQualities(
  stored: readonly StoredRecording[],
  qualities: readonly Quality[],
): string {
  const rows = stored.map((one, i) => row(one, qualities[i]!));
  return formatTable([...HEAD, ...POSE_HEAD], ALIGN, rows);
}
