import { EXPRESSIONS } from "../face/index.ts";
import type { Recipe } from "./recipe.ts";

/** Names of a model's networks, in order: the expressions, or `trunk`. */
export const headNames = ({ heads }: Pick<Recipe, "heads">): readonly string[] =>
  heads === "one-trunk" ? ["trunk"] : EXPRESSIONS;
