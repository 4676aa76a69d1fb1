import { NAMED_POINTS, type NamedPoint } from "../face/index.ts";
import { atan2 } from "../math/index.ts";

/** Named points [n, 3] from an Aligner, in the order of NAMED_POINTS. */
type Points = Float64Array;
type Measure = (p: Points) => number;
type SidedPart<Name> = Name extends `right${infer Part}` ? Part : never;
/** What has a right and a left: "EyeOuter" stands for rightEyeOuter and leftEyeOuter. */
type Sided = SidedPart<NamedPoint>;

const PLACE = Object.fromEntries(NAMED_POINTS.map((name, i) => [name, 3 * i])) as Readonly<
  Record<NamedPoint, number>
>;
const left = (name: Sided) => PLACE[`left${name}`];
const right = (name: Sided) => PLACE[`right${name}`];

/** Over the mean of the canthi, which is the origin; upward, since y points down. */
const height = (place: number): Measure => {
  return (p) => -p[place + 1]!;
};
const middle: (name: NamedPoint) => Measure = (name) => height(PLACE[name]);
/** Mean height of a point and its mirror image. */
const both: (name: Sided) => Measure = (name) => mean(height(left(name)), height(right(name)));

function mean(...measures: readonly Measure[]): Measure {
  return (p) => {
    let sum = 0;
    for (const measure of measures) sum += measure(p);
    return sum / measures.length;
  };
}

const minus =
  (a: Measure, b: Measure): Measure =>
  (p) =>
    a(p) - b(p);

/** Distance in the plane, so that schemes without depth agree. */
const between =
  (a: number, b: number): Measure =>
  (p) => {
    const x = p[a]! - p[b]!;
    const y = p[a + 1]! - p[b + 1]!;
    return Math.sqrt(x * x + y * y);
  };
const width = (name: Sided): Measure => between(left(name), right(name));
/** Mean over the sides of the distance between two points of one side. */
const within = (a: Sided, b: Sided): Measure =>
  mean(between(left(a), left(b)), between(right(a), right(b)));

/** Angle, mean over the sides, at which the line from `inner` rises outwards to `outer`. */
function rise(inner: Sided, outer: Sided): Measure {
  const one =
    (from: number, to: number, sign: 1 | -1): Measure =>
    (p) =>
      atan2(p[from + 1]! - p[to + 1]!, sign * (p[to]! - p[from]!));
  return mean(one(left(inner), left(outer), 1), one(right(inner), right(outer), -1));
}

/** Angle at a sided point, mean over the sides, between two points of the midline. */
function opening(at: Sided, above: NamedPoint, below: NamedPoint): Measure {
  const one =
    (vertex: number): Measure =>
    (p) => {
      const ax = p[PLACE[above]]! - p[vertex]!;
      const ay = p[PLACE[above] + 1]! - p[vertex + 1]!;
      const bx = p[PLACE[below]]! - p[vertex]!;
      const by = p[PLACE[below] + 1]! - p[vertex + 1]!;
      return atan2(Math.abs(ax * by - ay * bx), ax * bx + ay * by);
    };
  return mean(one(left(at)), one(right(at)));
}

const upperLipTop = mean(both("UpperLipPeak"), middle("upperLipTop"));
const upperLipInner = mean(both("UpperLipInner"), middle("upperLipInner"));
const lowerLipInner = mean(both("LowerLipInner"), middle("lowerLipInner"));
const lowerLipBottom = mean(both("LowerLipMiddle"), middle("lowerLipBottom"));

/** Heights are over the canthi unless the name says otherwise. Each is the same for a face and its mirror image. */
const MEASURES = {
  browInnerHeight: both("BrowInner"),
  browMiddleHeight: both("BrowMiddle"),
  browOuterHeight: both("BrowOuter"),
  browGap: width("BrowInner"),
  browInnerRise: rise("BrowInner", "BrowMiddle"),
  browOuterRise: rise("BrowMiddle", "BrowOuter"),
  eyeOpening: mean(
    within("EyeUpperOuter", "EyeLowerOuter"),
    within("EyeUpperInner", "EyeLowerInner"),
  ),
  upperLidHeight: mean(both("EyeUpperOuter"), both("EyeUpperInner")),
  lowerLidHeight: mean(both("EyeLowerOuter"), both("EyeLowerInner")),
  browToLid: mean(within("BrowMiddle", "EyeUpperOuter"), within("BrowInner", "EyeUpperInner")),
  noseLength: minus(middle("nasion"), middle("subnasale")),
  alarHeight: both("Alar"),
  alarWidth: width("Alar"),
  mouthWidth: width("MouthCorner"),
  innerMouthWidth: width("InnerMouthCorner"),
  mouthOpening: minus(upperLipInner, lowerLipInner),
  cornerHeight: both("MouthCorner"),
  cornerOverLips: minus(both("MouthCorner"), mean(upperLipTop, lowerLipBottom)),
  cornerOverOpening: minus(both("MouthCorner"), mean(upperLipInner, lowerLipInner)),
  cornerToAlar: within("MouthCorner", "Alar"),
  cornerToEye: within("MouthCorner", "EyeOuter"),
  cornerRise: rise("LowerLipMiddle", "MouthCorner"),
  cornerAngle: opening("MouthCorner", "upperLipTop", "lowerLipBottom"),
  innerCornerAngle: opening("InnerMouthCorner", "upperLipInner", "lowerLipInner"),
  upperLipUnderNose: minus(middle("subnasale"), upperLipTop),
  upperLipThickness: minus(upperLipTop, upperLipInner),
  lowerLipThickness: minus(lowerLipInner, lowerLipBottom),
  lowerLipHeight: lowerLipBottom,
  upperLipCurve: minus(both("UpperLipOuter"), upperLipTop),
  lowerLipCurve: minus(both("LowerLipOuter"), lowerLipBottom),
  chinHeight: middle("chin"),
  lowerLipOverChin: minus(lowerLipBottom, middle("chin")),
} as const satisfies Readonly<Record<string, Measure>>;

/** Names of the symmetric measures: angles (`..Rise`, `..Angle`) in radians, the rest in outer canthal distances. */
export const GEOMETRY_FEATURES: readonly string[] = Object.freeze(Object.keys(MEASURES));

const measures: readonly Measure[] = Object.values(MEASURES);

/**
 * Writes the measures of one face to out[offset ..].
 *
 * @param points [n, 3] in the order of NAMED_POINTS, about the canthi, in outer canthal distances, y down
 */
export function writeGeometry(points: Float64Array, out: Float64Array, offset: number): void {
  for (let i = 0; i < measures.length; i++) out[offset + i] = measures[i]!(points);
}
