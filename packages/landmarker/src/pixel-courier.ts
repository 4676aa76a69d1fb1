/**
 * MediaPipe in plain Node. With the CPU delegate, MediaPipe Tasks uses WebGL to carry a picture into wasm memory and for
 * nothing else: texImage2D on a texture, then readPixels from a framebuffer on that texture. Node has no WebGL; this
 * object plays that courier. Any other GL call throws, so that a change in MediaPipe shows as an error, never as wrong
 * landmarks.
 */
export interface RgbaPicture {
  /** [height, width, 4], 8 bits each. */
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** As much of an OffscreenCanvas as MediaPipe needs. */
export interface PixelCourier {
  readonly width: number;
  readonly height: number;
  getContext(kind: string): object | null;
}

interface Texture {
  picture: RgbaPicture | null;
}
interface Framebuffer {
  attachment: Texture | null;
}

const GL = { TEXTURE_2D: 0x0de1, RGBA: 0x1908, UNSIGNED_BYTE: 0x1401 } as const;
const PARAMETERS: ReadonlyMap<number, unknown> = new Map<number, unknown>([
  [0x1f02, "WebGL 2.0 (pixel courier)"], // VERSION
  [0x1f01, "pixel courier"], // RENDERER
  [0x8869, 16], // MAX_VERTEX_ATTRIBS
]);
/** Emscripten keeps notes of its own on the context under names like these. */
const EMSCRIPTEN_NOTE = /^current\w+Binding$/;

/** Textures and framebuffers: what is bound, and the way of the pixels. */
function createPixelCalls(): Readonly<Record<string, unknown>> {
  let texture: Texture | null = null;
  let framebuffer: Framebuffer | null = null;
  return {
    createTexture: (): Texture => ({ picture: null }),
    createFramebuffer: (): Framebuffer => ({ attachment: null }),
    bindTexture: (_target: number, bound: Texture | null) => {
      texture = bound;
    },
    bindFramebuffer: (_target: number, bound: Framebuffer | null) => {
      framebuffer = bound;
    },
    framebufferTexture2D: (_t: number, _a: number, _tt: number, attached: Texture | null) => {
      if (framebuffer !== null) framebuffer.attachment = attached;
    },
    texImage2D: (...args: unknown[]) => {
      const picture = args[5] as RgbaPicture | undefined;
      if (args.length !== 6 || texture === null || picture?.data === undefined) {
        throw new Error(`pixel courier: texImage2D with ${args.length} arguments, expected 6`);
      }
      texture.picture = picture;
    },
    readPixels: (...args: unknown[]) => {
      const [x, y, width, height, format, type, out, offset] = args;
      const picture = framebuffer?.attachment?.picture;
      const whole = picture?.width === width && picture?.height === height && x === 0 && y === 0;
      if (!picture || !whole || format !== GL.RGBA || type !== GL.UNSIGNED_BYTE) {
        throw new Error("pixel courier: readPixels of something else than one whole RGBA picture");
      }
      (out as Uint8Array).set(picture.data, (offset as number | undefined) ?? 0);
    },
  };
}

/** What Emscripten and MediaPipe ask of a context before and after, with the answers of one that has no extensions. */
function createOtherCalls(): Readonly<Record<string, unknown>> {
  const nothing = () => {};
  return {
    ...GL,
    getExtension: () => null,
    getSupportedExtensions: () => [],
    getContextAttributes: () => ({ alpha: true, antialias: false, premultipliedAlpha: true }),
    getError: () => 0,
    isContextLost: () => false,
    getParameter: (name: number) => {
      if (PARAMETERS.has(name)) return PARAMETERS.get(name);
      throw new Error(`pixel courier: getParameter(0x${name.toString(16)}) is not expected`);
    },
    fenceSync: () => ({}),
    activeTexture: nothing,
    texParameteri: nothing,
    deleteTexture: nothing,
    deleteFramebuffer: nothing,
    deleteSync: nothing,
    flush: nothing,
    finish: nothing,
  };
}

/** A canvas whose one context, "webgl2", carries pixels. One for each landmarker: it holds what is bound. */
export function createPixelCourier(): PixelCourier {
  const calls: Record<string, unknown> = { ...createOtherCalls(), ...createPixelCalls() };
  const context = new Proxy(calls, {
    get(target, key) {
      if (typeof key === "symbol" || key in target || EMSCRIPTEN_NOTE.test(key)) {
        return target[key as string];
      }
      throw new Error(`pixel courier: MediaPipe used ${key} of WebGL, which is not expected`);
    },
  });
  const getContext = (kind: string) => (kind === "webgl2" ? context : null);
  // With the second name Emscripten passes over its work-around for Safari, which needs a global WebGLRenderingContext.
  const canvas = { width: 1, height: 1, getContext, getContextSafariWebGL2Fixed: getContext };
  calls.canvas = canvas;
  return canvas;
}
