/**
 * Runs a read before the first event comes. Lambda gives a function all of its processor only while it starts, and the
 * first command spends most of its time on code that is not compiled yet and on opening the connection.
 */
import { isAllowed } from "./access";
import { collect, limits } from "./client";
import { exampleItems, exampleRequest } from "./examples";
import { createHandler, type Ports } from "./handler";
import type { Operation } from "./operation";
import { operations } from "./operations";
import { guide } from "./paths";

/**
 * Gives the handler a read whose answer nobody gets. DynamoDB sees of it a connection and `GET /`, its health check,
 * which needs no credentials and touches no table.
 * @returns when the connection is open, or after its time limit. Nothing is thrown or logged: the first command tells.
 */
export async function warmUp(ports: Ports): Promise<void> {
  const reads = Object.entries<Operation>(operations).filter(isRead);
  const [body] = [...ports.tables.values()].flatMap((table) =>
    reads.flatMap(([name, row]) =>
      isAllowed(name, row, table) ? exampleRequest(name, table.name, exampleItems(table)) : [],
    ),
  );
  if (body) await rehearseRead(JSON.stringify(body), ports);
}

const isRead = ([, row]: [string, Operation]) => "Command" in row && row.access === "read";

async function rehearseRead(body: string, ports: Ports): Promise<void> {
  const { resource = guide.resource } = ports;
  const send: Ports["send"] = (command, options) => ports.send(rehearse(command), options);
  const handler = createHandler({ ...ports, send, log: () => {} });
  const event = { httpMethod: "POST", resource, path: resource, requestContext: {}, body };
  const getRemainingTimeInMillis = () => limits.connectionTimeout + limits.reserve;
  await handler(event, { awsRequestId: "warm-up", getRemainingTimeInMillis });
}

/** The parts of the SDK's steps that are used here. */
type Next = (args: { readonly request: object }) => Promise<{
  readonly response: { readonly body: NodeJS.ReadableStream };
}>;

/** The command is not sent. `GET /` goes in its place, and the command's answer is an item, whatever comes back. */
function rehearse(command: never): never {
  const { middlewareStack } = command as {
    readonly middlewareStack: { add(step: (next: Next) => Next, place: object): void };
  };
  middlewareStack.add((next) => (args) => askForHealth(next, args) as never, {
    step: "deserialize",
    priority: "low", // the next one to the connection
    name: "rehearse",
    override: true,
  });
  return command;
}

async function askForHealth(next: Next, args: Parameters<Next>[0]) {
  const request = { ...args.request, method: "GET", headers: {}, body: undefined };
  try {
    const { response } = await next({ ...args, request });
    await collect(response.body); // to its end, so that the connection is free
  } catch {} // an error would be tried again
  return { response: answer };
}

const answer = { statusCode: 200, headers: {}, body: Buffer.from('{"Item":{"Id":{"S":"1"}}}') };
