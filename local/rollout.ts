/** Answers requests by a version of the service, and puts a later one in its place with no request dropped. */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { createAuthorizer, createInvokeAuthorizer } from "./auth/authorization";
import type { Credentials } from "./auth/credentials";
import { createInvokeApi, isInvocation } from "./function/invoke-api";
import type { Caller, Ended, Pool } from "./function/pool";
import { closePools, type Pools, type PoolsProps, startPools } from "./function/pools";
import { createSpares } from "./function/spares";
import type { Answers } from "./gateway/front";
import { createGateway } from "./gateway/gateway";
import { createPages, isPage } from "./pages/pages";
import type { LambdaFunction, Service } from "./service/service";

interface RolloutProps extends Omit<PoolsProps, "spares"> {
  /** Given, callers are checked. */
  readonly credentials?: Credentials;
  /** Takes why a request failed. */
  readonly fail: (requestId: string, reason: string) => void;
  /** Makes ready what a later version needs, such as its tables. */
  readonly prepareLater: (service: Service) => Promise<void>;
}

type Invoke = (lambda: LambdaFunction, event: unknown, caller?: Caller) => Promise<Ended>;

interface Version extends Answers {
  readonly invoke: Invoke;
  readonly service: Service;
  readonly pools: Pools;
  /** Requests that have no answer yet. */
  requests: number;
  /** Invocations that have not ended, also those whose callers have been answered or have gone. */
  invocations: number;
}

/** The service, or what makes it from the one before, which may still be starting. */
type Next = Service | ((before: Service) => Service);

export interface Rollout extends Answers {
  /** Of the version that answers now. */
  readonly service: () => Service;
  /** Runs a function of the version that answers now. */
  readonly invoke: Invoke;
  /** @throws Error when the version does not start; the earlier one goes on */
  readonly put: (next: Next) => Promise<void>;
  /** Starts what the next version needs if only the code differs. */
  readonly prepare: () => void;
  readonly openRequests: () => number;
  readonly close: () => Promise<void>;
}

/** @throws Error when the first version does not start */
export async function startRollout(first: Service, props: RolloutProps): Promise<Rollout> {
  const spares = createSpares(props);
  const { versions, add, endIfIdle, endAll } = keepVersions(() => current);
  let isClosed = false;
  const start = async (service: Service, earlier: Pools) => {
    const version = await startVersion(service, earlier, { ...props, spares, endIfIdle });
    add(version);
    return version;
  };
  let current = await start(first, new Map());
  const replace = async (next: Next) => {
    if (isClosed) throw new Error("The server is ending.");
    const earlier = current;
    const service = typeof next === "function" ? next(earlier.service) : next;
    await props.prepareLater(service);
    current = await start(service, earlier.pools);
    spares.end();
    endIfIdle(earlier);
  };
  let putting = Promise.resolve();
  return {
    service: () => current.service,
    answer: (request, response) => answerBy(current, request, response, endIfIdle),
    answerUnknown: (method, url) => current.answerUnknown(method, url),
    invoke: (...args) => current.invoke(...args),
    put(next) {
      putting = putting.catch(() => {}).then(() => replace(next));
      return putting;
    },
    prepare: () => !isClosed && spares.prepare(current.service),
    openRequests: () => [...versions].reduce((sum, { requests }) => sum + requests, 0),
    async close() {
      isClosed = true;
      await endAll(putting);
      spares.end();
    },
  };
}

/** Milliseconds that a version which is starting delays the server's end. */
const loadTime = 1000;

function keepVersions(current: () => Version) {
  const versions = new Set<Version>();
  let isClosed = false;
  let ended: Promise<unknown> = Promise.resolve();
  const end = (version: Version) => {
    versions.delete(version);
    ended = Promise.all([ended, closePools(version.pools, versions)]);
  };
  return {
    versions,
    add(version: Version) {
      versions.add(version);
      if (isClosed) end(version);
    },
    endIfIdle(version: Version) {
      const isIdle = version.requests + version.invocations === 0;
      if (version !== current() && isIdle && versions.has(version)) end(version);
    },
    /** @param putting ends when no version is starting */
    async endAll(putting: Promise<void>) {
      isClosed = true;
      for (const version of versions) end(version);
      await Promise.race([putting.catch(() => {}), pause(loadTime, undefined, { ref: false })]);
      await ended;
    },
  };
}

function answerBy(
  version: Version,
  request: IncomingMessage,
  response: ServerResponse,
  answered: (version: Version) => void,
): void {
  version.requests++;
  response.on("close", () => {
    version.requests--;
    answered(version);
  });
  version.answer(request, response);
}

async function startVersion(
  service: Service,
  earlier: Pools,
  props: RolloutProps & PoolsProps & { readonly endIfIdle: (version: Version) => void },
): Promise<Version> {
  const { credentials, fail } = props;
  const invoke: Invoke = (lambda, event, caller) => {
    version.invocations++;
    const ended = (version.pools.get(lambda.name) as Pool).invoke(event, caller);
    const uncount = () => {
      version.invocations--;
      props.endIfIdle(version);
    };
    ended.then(uncount, uncount);
    return ended;
  };
  const trust = credentials && { region: service.region, credentials };
  const gateway = createGateway({
    service,
    authorize: trust && createAuthorizer(trust),
    throttled: trust !== undefined, // without it, a load test may send what this machine can take
    invoke: (route, event, caller) => invoke(route.function, event, caller),
    fail,
  });
  const invokeApi = createInvokeApi({
    functions: service.routes.map((route) => route.function),
    region: service.region,
    authorize: trust && createInvokeAuthorizer(trust),
    invoke,
  });
  const servePages = createPages({ ...props, service });
  const answer: RequestListener = (request, response) => {
    if (isInvocation(request)) return invokeApi(request, response);
    const respond = isPage(request, service) ? servePages : gateway.answer;
    return respond(request, response);
  };
  const pools = await startPools(service, earlier, props); // last: what fails before it leaves no process
  const counts = { requests: 0, invocations: 0 };
  const version: Version = { ...gateway, service, pools, invoke, answer, ...counts };
  return version;
}
