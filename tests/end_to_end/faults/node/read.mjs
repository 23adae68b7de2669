/**
 * What an app reads of each API: of a whole answer what it is, in words; of a stream as much as came.
 *
 * Each function takes a client of an SDK, the body of the request and the options of the call.
 */

const begun = () => ({ events: 0, text: "", finished: false, odd: "" });

async function chat(client, body, options) {
  const answer = await client.chat.completions.create(body, options);
  if (!body.stream) return { whole: kind(answer, answer?.choices) };
  const read = begun();
  for await (const chunk of answer) {
    read.events += 1;
    for (const choice of chunk.choices ?? []) {
      read.text += choice.delta?.content ?? "";
      read.finished ||= choice.finish_reason != null;
    }
  }
  return read;
}

async function response(client, body, options) {
  const read = begun();
  for await (const event of await client.responses.create(body, options)) {
    read.events += 1;
    if (event.type === "response.output_text.delta") read.text += event.delta;
    read.finished ||= event.type === "response.completed";
    if (FAILURES.has(event.type)) read.odd = event.type;
  }
  return read;
}

const FAILURES = new Set(["error", "response.failed", "response.incomplete"]);

async function message(client, body, options) {
  const answer = await client.messages.create(body, options);
  if (!body.stream) return { whole: kind(answer, answer?.content) };
  const read = begun();
  for await (const event of answer) {
    read.events += 1;
    if (event.type === "content_block_delta") read.text += event.delta.text;
    read.finished ||= event.type === "message_stop";
  }
  return read;
}

/** What a whole answer is; the SDKs' types are erased, so there is no name to tell. */
function kind(answer, content) {
  if (Array.isArray(answer)) return "an array";
  if (answer === undefined) return "undefined";
  if (typeof answer !== "object") return `a ${typeof answer}`;
  return content ? "an object" : "an object without content";
}

export const READ = { chat, response, message };
