/** Of mien: what provenance, journals and the command state. All packages have the same. */
export const MIEN_VERSION = "0.1.0";
