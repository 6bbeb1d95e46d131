/** The settings of the API: their types, units, defaults. */

export interface CorsSettings {
  /** The one origin that is allowed, such as `https://app.example.com`, or `*` for all. */
  readonly origin: string;
  /** Browsers may send cookies and client certificates along; not with `*`. @default false */
  readonly credentials: boolean;
}

export interface ApiSettings {
  /**
   * Who may call. `iam`: requests signed with Signature Version 4 by someone with
   * `execute-api:Invoke`. `none`: everybody on the internet, with a warning at synth.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
   * @default "iam"
   */
  readonly auth: "iam" | "none";
  /**
   * How the guide's POST reaches the function. `AWS_PROXY`: as the whole request. `AWS`: as the body
   * alone, as the guide's first version does; what is below the resource stays `AWS_PROXY`.
   * @default "AWS_PROXY"
   */
  readonly integration: "AWS_PROXY" | "AWS";
  /** Lets pages of another origin call the API: OPTIONS without authorization, and the headers. @default none */
  readonly cors?: CorsSettings;
  /** Milliseconds that API Gateway waits for the function; at most 29,000. @default 15000 */
  readonly integrationTimeout: number;
  /** Requests per second for the whole stage, steady. @default 50 */
  readonly rateLimit: number;
  /** Requests at once above the rate. @default 100 */
  readonly burstLimit: number;
  /**
   * API Gateway refuses bodies that no operation accepts, before the function runs. The function
   * repeats the checks and says more.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
   * @default true
   */
  readonly requestValidation: boolean;
  /**
   * Bytes of an answer from which it is compressed for clients that accept it; -1 for never.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html
   * @default -1
   */
  readonly minimumCompressionSize: number;
  /**
   * Media types of requests that reach the function as base64, and of answers that it may give so.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
   * @default none
   */
  readonly binaryMediaTypes: readonly string[];
}
