/**
 * What each package promises to who installs it. `portable`: also in a page. `alone`: needs no
 * other package at all. `notices`: whose licence goes along because the package carries something
 * of theirs.
 */
export const PACKAGES = {
  core: { portable: true, alone: true, notices: ["ICT-FaceKit"] },
  statistics: { portable: true, alone: true, notices: [] },
  optimization: { portable: true, alone: true, notices: [] },
  study: { portable: true, alone: false, notices: [] },
  // Its README opens a film with MediaPipe's model, which is not in the repository.
  landmarker: {
    portable: false,
    alone: false,
    notices: [],
    model: true,
    files: { "film.mp4": "packages/lab/data/actor-happiness.mp4" },
  },
  native: { portable: false, alone: false, notices: [] },
  lab: { portable: false, alone: false, notices: ["ICT-FaceKit"] },
};
