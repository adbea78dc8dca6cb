import type { NoticeChannelType } from '#config';
import { fieldsOf, jsonIn } from '#live-event';

/** What became of a message. `again`: a later try may succeed. */
export type ChannelAnswer =
  | { readonly kind: 'taken' }
  | { readonly kind: 'again'; readonly reason: string; readonly wayOut?: string | undefined }
  | { readonly kind: 'refused'; readonly reason: string; readonly wayOut?: string | undefined };

/**
 * Reads a channel's answer. The robots mostly answer 200, and say in the body what happened.
 *
 * @param body as far as it was read.
 */
export function answerOf(type: NoticeChannelType, status: number, body: string): ChannelAnswer {
  const codes = CODES[type];
  const code = codes === undefined ? undefined : codeIn(body);
  const isFine = status >= 200 && status < 300;
  if (isFine && (codes === undefined || code === 0)) return { kind: 'taken' };
  const said = isFine ? 'unreadable-answer' : `status ${status}`;
  const reason = code === undefined ? said : `code ${code}`;
  const known = codes?.[code ?? NaN];
  if (known !== undefined) {
    return { kind: known.again === true ? 'again' : 'refused', reason, wayOut: known.wayOut };
  }
  if (status === 429 || status >= 500 || status === 408) return { kind: 'again', reason };
  if (type === 'webhook') return { kind: 'refused', reason, wayOut: OF_WEBHOOK };
  return { kind: 'refused', reason, wayOut: isFine && code !== undefined ? LOOK_UP : LOOK_AT_URL };
}

/** 飞书 says `code`, and once said `StatusCode`; 钉钉 and 企业微信 say `errcode`. */
function codeIn(body: string): number | undefined {
  const { code, StatusCode, errcode } = fieldsOf(jsonIn(body));
  const [first] = [code, errcode, StatusCode].filter((one) => typeof one === 'number');
  return first;
}

interface KnownCode {
  readonly again?: boolean;
  readonly wayOut: string;
}

const LOOK_AT_URL = 'Look at the url of the channel: copy it from the robot anew.';
const LOOK_UP = 'The documentation of the robot tells the code: docs/NOTICES.md has its address.';
const OF_WEBHOOK =
  'Look at its url and secret, at the clock of this machine, and at how large a message it takes.';
const GONE = 'The robot does not exist any more: make one, and copy its url.';
const SIGNATURE = 'The signature is refused: look at secret, and at the clock of this machine.';
const WORD =
  'The robot wants a word in each message: put it into notices.title, or take off its rule.';
const SLOWER = 'It takes no more messages for a while.';
const BUSY = { again: true, wayOut: 'It is busy.' };

/** The codes that the robots' documentation lists, and 300005, which 钉钉 gives for a robot that there is not. */
const CODES: Partial<Record<NoticeChannelType, Readonly<Record<number, KnownCode>>>> = {
  feishu: {
    19021: { wayOut: SIGNATURE },
    19022: { wayOut: 'The address of this machine is not on the list of the robot.' },
    19024: { wayOut: WORD },
    19001: { wayOut: GONE },
    9499: {
      again: true,
      wayOut: 'It takes no such message, or none for a while: copy its url anew.',
    },
    11232: { again: true, wayOut: SLOWER },
  },
  dingtalk: {
    310000: {
      wayOut:
        'Its safety rules refuse the message: look at secret, at the word that it wants (notices.title), and at its addresses.',
    },
    300001: { wayOut: GONE },
    300005: { wayOut: GONE },
    400101: { wayOut: GONE },
    400106: { wayOut: GONE },
    400102: { wayOut: 'The robot is switched off: switch it on in its group.' },
    400013: { wayOut: 'The group of the robot does not exist any more.' },
    40035: { wayOut: LOOK_AT_URL },
    130101: { again: true, wayOut: SLOWER },
    410100: { again: true, wayOut: SLOWER },
    [-1]: BUSY,
  },
  wecom: {
    93000: { wayOut: GONE },
    93008: { wayOut: 'The robot is not in the group any more.' },
    45009: { again: true, wayOut: SLOWER },
    [-1]: BUSY,
  },
};
