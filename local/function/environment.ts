/** What Lambda tells a function: its environment, its context, and the trace of an invocation. */
import { randomBytes } from "node:crypto";
import { account, type LambdaFunction } from "../service/service";

/** Of one process, since each of Lambda's containers has its own log stream. */
interface ContainerDescription {
  readonly environment: Readonly<Record<string, string>>;
  readonly context: object;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
export function describeContainer(
  lambda: LambdaFunction,
  region: string,
  root: string,
): ContainerDescription {
  const { name, version, memory, logGroup, qualifier } = lambda;
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
  const logStream = `${day}/[${version}]${randomHex()}`;
  const arn = `arn:aws:lambda:${region}:${account}:function:${name}`;
  return {
    environment: {
      ...lambda.environment,
      AWS_DEFAULT_REGION: region,
      AWS_EXECUTION_ENV: `AWS_Lambda_${lambda.runtime}`,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: version,
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
      AWS_LAMBDA_LOG_STREAM_NAME: logStream,
      AWS_REGION: region,
      LAMBDA_TASK_ROOT: root,
      LANG: "en_US.UTF-8",
      TZ: ":UTC",
      _HANDLER: lambda.handler,
    },
    context: {
      callbackWaitsForEmptyEventLoop: true,
      functionName: name,
      functionVersion: version,
      invokedFunctionArn: qualifier === undefined ? arn : `${arn}:${qualifier}`,
      logGroupName: logGroup,
      logStreamName: logStream,
      memoryLimitInMB: String(memory),
    },
  };
}

/**
 * The variable `_X_AMZN_TRACE_ID`. https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 * @param given the caller's `X-Amzn-Trace-Id`
 */
export function traceHeader(given = newTrace(randomHex())): string {
  const [root] = given.split(";");
  const sampled = given.includes(";Sampled=1") ? 1 : 0;
  return `${root};Parent=${randomHex(16)};Sampled=${sampled}`;
}

/** @param random at least 24 digits, hexadecimal */
export function newTrace(random: string): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${random.slice(0, 24)}`;
}

let store = "";

/** Takes the digits from a store, since a call for a few bytes costs as much as one for many. */
export function randomHex(length = 32): string {
  if (store.length < length) store = randomBytes(2048).toString("hex");
  const digits = store.slice(0, length);
  store = store.slice(length);
  return digits;
}
