/** In the bundle, in place of parts of the SDK that the function never uses. Whoever uses them is told. */
function refuse(_, name) {
  if (name === "__esModule") return undefined; // the bundler asks
  throw new Error(`The bundle has no "${String(name)}" of the SDK: see infra/function/bundle.ts.`);
}

module.exports = Object.create(new Proxy({}, { get: refuse }));
