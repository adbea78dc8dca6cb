import { Secret } from '#secret';
import { requestFor, standardSignature } from './channel-request.js';

const MESSAGE = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', text: 'a <b> & c', data: { begun: [] } };
const channel = (type: Parameters<typeof requestFor>[0]['type'], url: string, secret?: string) => ({
  type,
  url: new Secret(url),
  secret: secret === undefined ? undefined : new Secret(secret),
});
const bodyOf = ({ body }: { readonly body: string }): unknown => JSON.parse(body);

describe('requestFor', () => {
  it('signs for 飞书 as the Python example of its page does', () => {
    // hmac.new(f'{timestamp}\n{secret}', b'', sha256), in base64.
    const to = channel(
      'feishu',
      'https://open.feishu.cn/open-apis/bot/v2/hook/x',
      'zs0Tsecret飞书',
    );
    const request = requestFor(to, MESSAGE, 1_599_360_473_999);
    expect(request.url).toBe('https://open.feishu.cn/open-apis/bot/v2/hook/x');
    expect(bodyOf(request)).toEqual({
      timestamp: '1599360473',
      sign: 'pjuDFGK0d3b+fqWvzHQjiOBHx0UmSm7QrOfgZ6UG7TU=',
      msg_type: 'text',
      content: { text: MESSAGE.text },
    });
  });

  it('signs for 钉钉 as the Python example of its page does', () => {
    const url = 'https://oapi.dingtalk.com/robot/send?access_token=t';
    const request = requestFor(
      channel('dingtalk', url, 'SECthis is secret'),
      MESSAGE,
      1577262236757,
    );
    expect(request.url).toBe(
      `${url}&timestamp=1577262236757&sign=J2qBKLynGZv5uMXAkGgdbSkX8S8Dbkqw1VOS3Ie%2BDF0%3D`,
    );
    expect(bodyOf(request)).toEqual({ msgtype: 'text', text: { content: MESSAGE.text } });
  });

  it('signs for webhooks as the reference vector of Standard Webhooks', () => {
    const vector = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    expect(standardSignature(vector, MESSAGE.id, '1614265330', '{"test": 2432232314}')).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
    const to = channel('webhook', 'https://example.com/hook', vector);
    const { headers, body } = requestFor(to, MESSAGE, 1_614_265_330_000);
    expect(JSON.parse(body)).toEqual({ type: 'notice', text: MESSAGE.text, begun: [] });
    expect(headers).toMatchObject({
      'webhook-id': MESSAGE.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': standardSignature(vector, MESSAGE.id, '1614265330', body),
    });
  });

  it('signs nothing where there is no secret, and escapes what Slack reads as its own', () => {
    const slack = requestFor(channel('slack', 'https://hooks.slack.com/services/x'), MESSAGE, 0);
    expect(bodyOf(slack)).toEqual({ text: 'a &lt;b&gt; &amp; c' });
    const feishu = requestFor(channel('feishu', 'https://open.feishu.cn/x'), MESSAGE, 0);
    expect(bodyOf(feishu)).toEqual({ msg_type: 'text', content: { text: MESSAGE.text } });
    const wecom = requestFor(channel('wecom', 'https://qyapi.weixin.qq.com/x?key=k'), MESSAGE, 0);
    expect(bodyOf(wecom)).toEqual({ msgtype: 'text', text: { content: MESSAGE.text } });
    const hook = requestFor(channel('webhook', 'https://example.com'), MESSAGE, 0);
    expect(hook.headers).not.toHaveProperty('webhook-signature');
  });
});
