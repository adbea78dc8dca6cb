import { answerOf } from './channel-answer.js';

describe('answerOf', () => {
  it.each([
    ['feishu', 200, '{"StatusCode":0,"StatusMessage":"success","code":0,"msg":"success"}', 'taken'],
    ['feishu', 200, '{"StatusCode":0,"StatusMessage":"success"}', 'taken'],
    [
      'feishu',
      200,
      '{"code":19021,"msg":"sign match fail or timestamp is not within one hour"}',
      'refused',
    ],
    ['feishu', 200, '{"code":19024,"msg":"Key Words Not Found"}', 'refused'],
    ['feishu', 200, '{"code":9499,"msg":"too many request"}', 'again'],
    ['dingtalk', 200, '{"errcode":0,"errmsg":"ok"}', 'taken'],
    ['dingtalk', 200, '{"errcode":310000,"errmsg":"sign not match"}', 'refused'],
    ['dingtalk', 200, '{"errcode":130101,"errmsg":"send too fast"}', 'again'],
    ['wecom', 200, '{"errcode":0,"errmsg":"ok"}', 'taken'],
    ['wecom', 200, '{"errcode":93000,"errmsg":"invalid webhook url"}', 'refused'],
    ['wecom', 200, '{"errcode":45009,"errmsg":"api freq out of limit"}', 'again'],
    ['wecom', 200, '<html>', 'refused'],
    ['slack', 200, 'ok', 'taken'],
    ['slack', 404, 'no_service', 'refused'],
    ['slack', 429, '', 'again'],
    ['webhook', 204, '', 'taken'],
    ['webhook', 302, '', 'refused'],
    ['webhook', 503, '', 'again'],
  ] as const)('reads what %s says with status %d and %s', (type, status, body, kind) => {
    const answer = answerOf(type, status, body);
    expect(answer.kind).toBe(kind);
    expect(JSON.stringify(answer)).not.toMatch(/sign not match|html/u);
  });

  it.each([
    ['feishu', 400, '{"code":19021,"msg":"sign match fail"}', 'refused', 'secret'],
    ['feishu', 400, '{"code":9499,"msg":"Bad Request","data":{}}', 'again', 'no such message'],
    ['dingtalk', 200, '{"errcode":300005,"errmsg":"token is not exist"}', 'refused', 'url'],
    ['dingtalk', 200, '{"errcode":400102,"errmsg":"bot is stopped"}', 'refused', 'switch it on'],
    ['dingtalk', 200, '{"errcode":-1,"errmsg":"系统繁忙"}', 'again', 'busy'],
    ['dingtalk', 200, '{"errcode":430102,"errmsg":"x"}', 'refused', 'docs/NOTICES.md'],
    ['wecom', 200, '{"errcode":-1,"errmsg":"system busy"}', 'again', 'busy'],
    ['wecom', 200, '<html>', 'refused', 'url'],
    ['webhook', 401, '', 'refused', 'secret'],
  ] as const)(
    'says what to do where %s says with status %d: %s',
    (type, status, body, kind, says) => {
      const answer = answerOf(type, status, body);
      expect(answer).toMatchObject({ kind, wayOut: expect.stringContaining(says) });
    },
  );
});
