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
}
