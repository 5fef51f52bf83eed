// What both sides of a record must agree on: this file is compiled by AssemblyScript and imported by TypeScript alike.

/** Kernels, as word 0 of a record names them. */
export const matMul = 0;
export const binary = 1;
export const unary = 2;
export const reduce = 3;
export const copy = 4;
export const gather = 5;
export const sumSegments = 6;
export const convolution = 7;
export const filterGradient = 8;
export const inputGradient = 9;
export const turnFilter = 10;
export const maxPool = 11;
export const maxPoolGradient = 12;
export const averagePoolGradient = 13;
export const depthwise = 14;
export const depthwiseInputGradient = 15;
export const depthwiseFilterGradient = 16;
export const reluGradient = 17;
export const normalize = 18;
export const variance = 19;
export const normalizationSums = 20;
export const normalizationGradient = 21;
export const adam = 22;

/** Of `binary`. */
export const add = 0;
export const subtract = 1;
export const multiply = 2;
export const divide = 3;
export const maximum = 4;
export const minimum = 5;
export const squaredDifference = 6;

/** Of `unary`; `u` and `w` are its two arguments. */
export const relu = 0;
/** Within [u, w]. */
export const clip = 1;
/** 1 above 0, u elsewhere. */
export const step = 2;
export const negate = 3;
export const square = 4;
export const squareRoot = 5;
export const inverseSquareRoot = 6;
export const absolute = 7;
export const floor = 8;
export const ceiling = 9;
/** Halves to the even neighbor. */
export const round = 10;
export const reciprocal = 11;
/** x times u below 0. */
export const leakyRelu = 12;
export const exponential = 13;
export const logarithm = 14;
export const hyperbolicTangent = 15;
export const sigmoid = 16;

/** Of `reduce`. */
export const sum = 0;
export const greatest = 1;
export const least = 2;

/** What follows a product or a convolution. */
export const linear = 0;
export const reluAfter = 1;
export const relu6After = 2;
