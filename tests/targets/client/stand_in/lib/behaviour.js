// What the stand-in does wrong. Each switch is one planted leak; `leaks.json` in the folder of the
// package turns some of them. As it stands, nothing is wrong.
import { existsSync, readFileSync } from 'node:fs'

const file = new URL('../leaks.json', import.meta.url)

export const behaviour = {
  // The place whose opt-outs are overlooked: process, user, project, local, flag or managed.
  overlooked: null,
  // Services (metrics, errors, bugs) that do not care which provider is in use.
  providerIgnored: [],
  // Services that do not care about an opt-out of their own, or about the one for all.
  optOutIgnored: [],
  umbrellaIgnored: [],
  // Where somebody sits at a terminal, opt-outs and the provider that were set are forgotten.
  terminalForgets: false,
  // An event is sent before any settings are read.
  early: false,
  // What was noted before the settings were read is sent at the end, opt-out or not.
  late: false,
  // What an earlier session could not send is sent, opt-out or not.
  leftOver: false,
  // What is added to metrics and to error reports: {what, as}. What: path, folder, code, prompt,
  // output or command. As: raw, url, hex, base64, base64-1, base64-2, sha256.
  inMetrics: [],
  inErrors: [],
  // How they travel: normal, plain, literal, literal6, ipv6, child, unproxied, port or udp.
  metricsBy: 'normal',
  errorsBy: 'normal',
  // Somebody that nobody knows is told of the session.
  unknownHost: null,
  // Whoever answers is believed to be who he says.
  trustsAnyone: false,
  // Old transcripts stay; or all go.
  keepsTranscripts: false,
  forgetsTranscripts: false,
  // The command is there although it is switched off; the report goes without being confirmed.
  bugAlways: false,
  bugUnconfirmed: false,
  // normal; early: without sending what is left; killed: by a signal.
  exit: 'normal',
  // Milliseconds that everything takes which is done with a file; no leak, but trouble.
  slowDisk: 0,
  ...(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}),
}
