import { Recognizer } from "@mien/core";

const { imageSize, timestampsMs, landmarks } = await (await fetch("actor.json")).json();
const recognizer = await Recognizer.pretrained();
const stream = recognizer.stream({ topology: "mediapipe478", imageSize, baseline: "first-frame" });

const rows = new Map(
  recognizer.model.task.labels.map((label) => {
    const row = document.querySelector("#bars").insertRow();
    row.insertCell().textContent = label;
    return [label, row.insertCell().appendChild(document.createElement("meter"))];
  }),
);
const canvas = document.querySelector("#face");
const pen = canvas.getContext("2d");

function draw(points) {
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#4477aa";
  for (let p = 0; p < points.length; p += 3) {
    pen.fillRect(points[p] * canvas.width, points[p + 1] * canvas.height, 2, 2);
  }
}

let t = 0;
function step() {
  const observation = {
    timestampMs: timestampsMs[t],
    landmarks: Float32Array.from(landmarks[t]),
    blendshapes: null,
    poseMatrix: null,
  };
  draw(observation.landmarks);
  const { label, probabilities } = stream.push(observation);
  document.querySelector("#answer").textContent = label ?? "undecided";
  for (const [name, meter] of rows) meter.value = probabilities[name];
  t++;
  if (t < timestampsMs.length) setTimeout(step, timestampsMs[t] - timestampsMs[t - 1]);
  else document.body.dataset.done = "true";
}
step();
