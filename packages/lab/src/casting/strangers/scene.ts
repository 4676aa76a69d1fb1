import type { Label } from "@mien/core";

/** How a calm face is calm: what people do with their faces who show nothing. */
export const CALM_PHOTOS = [
  "plain",
  "again",
  "lids",
  "brows",
  "lips",
  "down",
  "turned",
  "aside",
  "word",
] as const;
export const CALM_CLIPS = ["still", "speech", "reading"] as const;
export type CalmPhoto = (typeof CALM_PHOTOS)[number];
export type CalmClip = (typeof CALM_CLIPS)[number];

/** How an expression runs: up to its apex; up and held; up, held and back to rest. */
export const COURSES = ["rise", "hold", "return"] as const;
export type Course = (typeof COURSES)[number];

export type Strength = "weak" | "strong";

/** What an actor is asked to do before the camera. */
export type Take =
  | { readonly kind: "calm-photo"; readonly manner: CalmPhoto }
  | { readonly kind: "calm-clip"; readonly manner: CalmClip }
  | { readonly kind: "photo"; readonly label: Label; readonly strength: Strength }
  | {
      readonly kind: "clip";
      readonly label: Label;
      readonly strength: Strength;
      readonly course: Course;
    }
  /** Two expressions, one after the other; the second is held to the end, or let go. */
  | {
      readonly kind: "pair";
      readonly labels: readonly [Label, Label];
      readonly strength: Strength;
      readonly letsGo: boolean;
    }
  /** Each frame a photo by itself: a random combination of action units. */
  | { readonly kind: "combinations" };

/** One recording of the strangers: enough to film it again, and to say what it shows. */
export interface StrangerScene {
  readonly id: string;
  readonly subjectId: string;
  /**
   * What the file's head says: the first expression, `neutral` of a calm face. Combinations bear `contempt`, for the format
   * knows no label for a face that shows something else; their truth is `strangerTruth`.
   */
  readonly label: Label;
  readonly actorSeed: number;
  readonly sceneSeed: number;
  readonly frames: number;
  readonly frameRate: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Photos are seen one by one, clips from their first frame on. */
  readonly watching: "cold" | "stills";
  readonly preset: "strangers";
  readonly take: Take;
}

/** A stretch of a clip that shows one expression: at least half of what it reaches. */
export interface TrueSegment {
  readonly label: Label;
  readonly startMs: number;
  readonly endMs: number;
}
