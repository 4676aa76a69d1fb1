export { decodeBase64 } from "./base64.ts";
export { exp, expm1, log, log1p, pow, sigmoid, softplus, tanh } from "./elementary.ts";
export { createRandom, permutation, type Random } from "./random.ts";
export { createSha256, type Sha256, sha256 } from "./sha256.ts";
export { type SymmetricEigen, symmetricEigen, symmetricFunction } from "./symmetric-eigen.ts";
export { acos, atan2, cos, sin } from "./trigonometry.ts";
export { decodeUtf8, encodeUtf8 } from "./utf8.ts";
