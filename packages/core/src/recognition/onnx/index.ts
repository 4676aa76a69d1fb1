export { exportOnnx, type OnnxOptions } from "./export-onnx.ts";
