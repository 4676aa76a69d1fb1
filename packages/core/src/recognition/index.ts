export {
  imbalanceRatio,
  type LossThresholds,
  type SelectedLoss,
  selectLoss,
} from "./select-loss.ts";
