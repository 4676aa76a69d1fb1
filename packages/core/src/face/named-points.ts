/**
 * The points that the schemes share, each with its index in iBUG-68 and in MediaPipe's 478. Left and right are the
 * subject's: the right eye lies on the picture's left. Jaw points are not here: a contour has no points of its own.
 */
const PAIRS = {
  rightBrowOuter: [17, 70],
  rightBrowOuterMiddle: [18, 63],
  rightBrowMiddle: [19, 105],
  rightBrowInnerMiddle: [20, 66],
  rightBrowInner: [21, 107],
  leftBrowInner: [22, 336],
  leftBrowInnerMiddle: [23, 296],
  leftBrowMiddle: [24, 334],
  leftBrowOuterMiddle: [25, 293],
  leftBrowOuter: [26, 300],
  rightEyeOuter: [36, 33],
  rightEyeUpperOuter: [37, 160],
  rightEyeUpperInner: [38, 158],
  rightEyeInner: [39, 133],
  rightEyeLowerInner: [40, 153],
  rightEyeLowerOuter: [41, 144],
  leftEyeInner: [42, 362],
  leftEyeUpperInner: [43, 385],
  leftEyeUpperOuter: [44, 387],
  leftEyeOuter: [45, 263],
  leftEyeLowerOuter: [46, 373],
  leftEyeLowerInner: [47, 380],
  nasion: [27, 168],
  noseBridgeUpper: [28, 197],
  noseBridgeLower: [29, 195],
  noseTip: [30, 4],
  rightAlar: [31, 98],
  rightNostril: [32, 97],
  subnasale: [33, 2],
  leftNostril: [34, 326],
  leftAlar: [35, 327],
  rightMouthCorner: [48, 61],
  rightUpperLipOuter: [49, 39],
  rightUpperLipPeak: [50, 37],
  upperLipTop: [51, 0],
  leftUpperLipPeak: [52, 267],
  leftUpperLipOuter: [53, 269],
  leftMouthCorner: [54, 291],
  leftLowerLipOuter: [55, 321],
  leftLowerLipMiddle: [56, 314],
  lowerLipBottom: [57, 17],
  rightLowerLipMiddle: [58, 84],
  rightLowerLipOuter: [59, 91],
  rightInnerMouthCorner: [60, 78],
  rightUpperLipInner: [61, 81],
  upperLipInner: [62, 13],
  leftUpperLipInner: [63, 311],
  leftInnerMouthCorner: [64, 308],
  leftLowerLipInner: [65, 402],
  lowerLipInner: [66, 14],
  rightLowerLipInner: [67, 178],
  chin: [8, 152],
} as const;

/** A point that both topologies have, such as leftMouthCorner. */
export type NamedPoint = keyof typeof PAIRS;

/** The points of a face that both topologies have, by name; left and right are the subject's. */
export const NAMED_POINTS = Object.freeze(Object.keys(PAIRS)) as readonly NamedPoint[];

type NamedIndices = Readonly<Record<NamedPoint, number>>;

const column = (of: 0 | 1): NamedIndices =>
  Object.freeze(
    Object.fromEntries(NAMED_POINTS.map((name) => [name, PAIRS[name][of]])) as Record<
      NamedPoint,
      number
    >,
  );

export const IBUG68_NAMED: NamedIndices = column(0);
export const MEDIAPIPE478_NAMED: NamedIndices = column(1);

/** The point on the other side of the face; a midline point is its own. */
export function mirrorNamedPoint(point: NamedPoint): NamedPoint {
  if (point.startsWith("left")) return `right${point.slice(4)}` as NamedPoint;
  if (point.startsWith("right")) return `left${point.slice(5)}` as NamedPoint;
  return point;
}
