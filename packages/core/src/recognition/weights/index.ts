export { exportWeights, importWeights, type WeightLayout } from "./weights.ts";
