/** The checks and defaults of the API's settings. */
import * as z from "zod/mini";
import { flag, text, whole } from "./settings-checks";

const cors = z
  .strictObject({
    origin: text(
      /^(\*|https?:\/\/[a-z0-9.-]+(:\d+)?)$/,
      'must be an origin such as "https://app.example.com", without a path, or "*"',
    ),
    credentials: z._default(flag, false),
  })
  .check(
    z.refine(({ origin, credentials }) => !(credentials && origin === "*"), {
      path: ["credentials"],
      message: 'must be false with the origin "*": browsers refuse that, and so should everybody',
    }),
  );

const mediaType = /^[\w.+*-]+\/[\w.+*-]+$/;

export const apiSchema = z.strictObject({
  auth: z._default(z.enum(["iam", "none"], 'must be "iam" or "none"'), "iam"),
  integration: z._default(
    z.enum(["AWS_PROXY", "AWS"], 'must be "AWS_PROXY" or "AWS"'),
    "AWS_PROXY",
  ),
  cors: z.optional(cors),
  integrationTimeout: z._default(whole(9000, 29_000, "milliseconds"), 15_000),
  rateLimit: z._default(whole(1, 10_000, "requests per second"), 50),
  burstLimit: z._default(whole(1, 5000, "requests"), 100),
  requestValidation: z._default(flag, true),
  minimumCompressionSize: z._default(whole(-1, 10_485_760, "bytes (-1 is off)"), -1),
  binaryMediaTypes: z._default(
    z.array(text(mediaType, 'must be a media type such as "image/png"'), "must be a list"),
    [],
  ),
});
