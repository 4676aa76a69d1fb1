export { modelCard } from "./model-card.ts";
