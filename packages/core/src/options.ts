/** How every part of mien refuses an option that it does not have. For packages that build on this one. */
export { checkKeys } from "./face/index.ts";
