/**
 * The real SDKs for Node.js, let loose on faults: how each case ended for the app.
 *
 * stdin: {proxy: URL, atOnce: number, cases: [{sdk, ask, body, headers, timeout, patience}]}, in ms.
 * stdout: an ending for each case, in order: {raises: NAME}, {waits: true}, {whole: WORDS}, or what read.mjs
 * read of a stream.
 */

import { text } from "node:stream/consumers";

import * as anthropic from "@anthropic-ai/sdk";
import * as openai from "openai";
import * as openai6 from "openai-6";
import { fetch, ProxyAgent } from "undici";

import { READ } from "./read.mjs";

const SDKS = {
  openai: { Client: openai.default, Own: openai.OpenAIError },
  "openai-6": { Client: openai6.default, Own: openai6.OpenAIError },
  "@anthropic-ai/sdk": { Client: anthropic.default, Own: anthropic.AnthropicError },
};

const LEFT = Symbol("the case took longer than its patience");

async function ending(proxy, { sdk, ask, body, headers, timeout, patience }) {
  const { Client, Own } = SDKS[sdk];
  const dispatcher = new ProxyAgent(proxy);
  // A dispatcher of undici goes with the fetch of undici, not with the one within Node.js.
  const client = new Client({
    apiKey: "sk-nobody", fetch, fetchOptions: { dispatcher }, defaultHeaders: headers, timeout,
  });
  const leaving = new AbortController();
  const reading = READ[ask](client, body, { signal: leaving.signal }).catch((error) => ({ raises: name(error, Own) }));
  const ended = await Promise.race([reading, left(patience)]);
  leaving.abort();
  await dispatcher.destroy();
  return ended === LEFT ? { waits: true } : ended;
}

/** Its timer keeps the process alive: there are faults after which nothing else does. */
function left(patience) {
  return new Promise((resolve) => setTimeout(resolve, patience, LEFT));
}

/** The class; where it is not the SDK's own, with the word that fetch has for what went wrong below it. */
function name(error, Own) {
  const made = error?.constructor?.name ?? typeof error;
  return error instanceof Own || !error?.cause ? made : `${made}: ${error.message}`;
}

async function all({ proxy, atOnce, cases }) {
  const endings = [];
  const queue = cases.entries();
  const worker = async () => {
    for (const [number, it] of queue) endings[number] = await ending(proxy, it);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return endings;
}

const endings = await all(JSON.parse(await text(process.stdin)));
// Not left to end by itself: there are timers still, and an SDK that was told to wait for a day does so.
process.stdout.write(JSON.stringify(endings), () => process.exit());
