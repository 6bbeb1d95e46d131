/** The gateway over the synthesized API, with answers of a test's own in place of the function. */
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { SettingsInput } from "../../../infra/settings/settings";
import { createAuthorizer } from "../../../local/auth/authorization";
import type { Credentials } from "../../../local/auth/credentials";
import type { Outcome } from "../../../local/function/outcome";
import { createFront } from "../../../local/gateway/front";
import { createGateway } from "../../../local/gateway/gateway";
import { listen, stop } from "../../../local/listen";
import { type Route, readService } from "../../../local/service/service";
import { parseTerraform } from "../../../local/service/terraform";
import { synthesize } from "../infra/synthesize";

interface GatewayProps {
  readonly settings?: SettingsInput;
  /** Changes the synthesized Terraform. */
  readonly change?: (synthesized: ReturnType<typeof synthesize>) => void;
  /** Routes beside the synthesized ones; what they do not say is as one of those has it. */
  readonly routes?: readonly Partial<Route>[];
  /** Given, callers are authorized. */
  readonly credentials?: Credentials;
  /** Whether the synthesized throttle is enforced. */
  readonly throttled?: boolean;
}

export const ok: Outcome = { payload: '{"statusCode":200,"body":"ok"}' };

/** Listens for the tests of a file, or of a `describe`. */
export function startGateway(props: GatewayProps = {}) {
  const { settings, change, routes = [], credentials, throttled } = props;
  const synthesized = synthesize(settings);
  change?.(synthesized);
  const service = readService(parseTerraform(synthesized.json, "/stack"));
  const all = [
    ...service.routes,
    ...routes.map((route) => ({ ...(service.routes[0] as Route), ...route })),
  ];
  const started = {
    /** Of the stage, once it listens. */
    stage: "",
    region: service.region,
    /** What the function was given in a test. */
    events: [] as APIGatewayProxyEvent[],
    log: [] as string[],
    respond: (_: APIGatewayProxyEvent): Outcome | Promise<Outcome> => ok,
  };
  const answers = createGateway({
    service: { ...service, routes: all },
    authorize: credentials && createAuthorizer({ region: service.region, credentials }),
    throttled,
    invoke: async (_, event) => {
      started.events.push(event as APIGatewayProxyEvent);
      return started.respond(event as APIGatewayProxyEvent);
    },
    fail: (requestId, reason) => started.log.push(`${requestId} ${reason}`),
  });
  const gateway = createFront(answers);
  beforeAll(async () => {
    started.stage = `http://127.0.0.1:${await listen(gateway, 0, "127.0.0.1")}/prod`;
  });
  beforeEach(() => {
    started.events.length = 0;
    started.log.length = 0;
    started.respond = () => ok;
  });
  afterAll(() => stop(gateway));
  return started;
}
