/** The environment of every test file: no account of anybody's, and no advice about Node's age. */
for (const name of Object.keys(process.env)) if (/^AWS_/.test(name)) delete process.env[name];
process.env["AWS_ACCESS_KEY_ID"] = "test";
process.env["AWS_SECRET_ACCESS_KEY"] = "test";
process.env["AWS_REGION"] = "us-east-1";
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
