import type { Label } from "@mien/core";
import type { Cue } from "@mien/core/synthesis";

/**
 * How the landmarker sees a clip. In video mode its first frame is found by the face detector, later ones from the landmarks
 * before, which lie a little otherwise (the chin 0.01 to 0.02 canthal distances lower): `cold` starts with that first frame,
 * `warm` after the landmarker has settled on it, `stills` takes each frame by itself, as a photo.
 */
export type Watching = "cold" | "warm" | "stills";

/** What one clip of the cast shows, and every seed that decides it. */
export interface Scene {
  readonly id: string;
  readonly subjectId: string;
  /** The one label that the whole clip may bear; null where it shows two expressions, or units that mean nothing. */
  readonly label: Label | null;
  /** What the actor is asked for, in casts whose truth is known frame by frame; without it, the label says it. */
  readonly cue?: Cue;
  readonly actorSeed: number;
  readonly sceneSeed: number;
  readonly frames: number;
  readonly frameRate: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** The clip ends at the apex; otherwise it falls back to rest. */
  readonly endsAtApex: boolean;
  readonly speaks: boolean;
  /** Moves without an expression: a yawn, a brow flash, pressed lips. */
  readonly distracts: boolean;
  readonly watching: Watching;
  /** Share of grey pictures that the setting is drawn with. */
  readonly grayShare: number;
  /** Whose distributions actor and performance are drawn from. */
  readonly preset: CastPreset;
  /** What is taken away, to see what it was worth; seeds, and with them all other draws, stay. */
  readonly without?: CastPart;
}

/** Of a cast's variety: people's face shapes, several ways to show an expression, tension at rest. */
export const CAST_PARTS = ["identity", "variants", "rest"] as const;
export type CastPart = (typeof CAST_PARTS)[number];

export const CAST_PRESETS = ["ck", "large", "large-2"] as const;
export type CastPreset = (typeof CAST_PRESETS)[number];

/** Pictures and frames of a scene, and how they are watched. */
export type Format = Pick<
  Scene,
  "frames" | "frameRate" | "widthPx" | "heightPx" | "endsAtApex" | "grayShare" | "watching"
>;
