import type { Task } from "../face/index.ts";
import type { Recipe } from "./recipe.ts";

/** Names of a model's networks, in order: the task's labels, or `trunk`. */
export const headNames = ({ heads }: Pick<Recipe, "heads">, { labels }: Task): readonly string[] =>
  heads === "one-trunk" ? ["trunk"] : labels;
