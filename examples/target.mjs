// A whole target for Node, without any package.
//
// Run it with:  pytest --target="cmd:node examples/target.mjs"
import { createInterface } from "node:readline";

const CONTRACT = 1;
const CLOUDS = { bedrock: "CLAUDE_CODE_USE_BEDROCK", vertex: "CLAUDE_CODE_USE_VERTEX" };
const UMBRELLA = "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC";
const SWITCHES = {
  metrics: "DISABLE_TELEMETRY",
  "error-reports": "DISABLE_ERROR_REPORTING",
  "bug-reports": "DISABLE_BUG_COMMAND",
};

// The environment wins over the settings file, where a number 1 will do.
const isOne = (name, { environment, settings }) => {
  if (Object.hasOwn(environment, name)) return environment[name] === "1";
  const value = settings.env?.[name];
  return value === "1" || value === 1;
};

const answers = {
  describe: () => ({
    contract: CONTRACT,
    questions: Object.keys(answers).filter((name) => name !== "describe"),
    name: "our launcher",
  }),
  provider: (situation) =>
    Object.keys(CLOUDS).find((name) => isOne(CLOUDS[name], situation)) ?? "claude-api",
  traffic: (situation) => {
    const flags = [...Object.values(CLOUDS), UMBRELLA, SWITCHES[situation.service] ?? UMBRELLA];
    return flags.some((flag) => isOne(flag, situation)) ? "off" : "on";
  },
  protection: ({ channel, state }) => {
    if (state === "in-transit") return "tls";
    return channel === "model-traffic" ? "none" : "aes-256";
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, question, situation } = JSON.parse(line);
  let response;
  try {
    response = { id, answer: answers[question](situation) };
  } catch (error) {
    response = { id, error: String(error) };
  }
  process.stdout.write(JSON.stringify(response) + "\n");
}
