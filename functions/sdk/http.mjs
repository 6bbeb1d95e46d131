/**
 * In the bundle, in place of `node:http`. Where a module imports that, Node reads every export, and with them loads its
 * WebSocket client, which takes 20 ms.
 */
export const { Agent, request } = process.getBuiltinModule("node:http");
