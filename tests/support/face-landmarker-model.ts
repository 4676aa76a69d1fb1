import { testData } from "./test-data.ts";

/** MediaPipe's model, which no package carries. */
export const MODEL = testData("models/face_landmarker.task");
