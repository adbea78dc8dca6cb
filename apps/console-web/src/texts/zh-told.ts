import { zh } from './zh.js';

/** What the relay says of a wrong key, found by a part of its English text. */
export const zhTold: readonly (readonly [names: string, zh: string])[] = [
  ...zh.told,
  ['must not be less than minLength', '不能小于“弹幕最短字数”。'],
  [
    'must be an expression that compiles',
    '有正则表达式不正确：应写作 /…/，标志只能用 i、m、s、u。',
  ],
  ['is in the target, too', '直播间已启用择优，由它的所有桥接共用：此处不能再启用。'],
  ['needs comments', '需要先填写“弹幕”中的数量和间隔。'],
  ['must be always, since', '该项目没有凭证（auth），无法查询是否开播：请选“始终连接”。'],
  ['1 to 256 of A-Z', '格式不正确：应为 1 到 256 个字符，可用 A-Z、a-z、0-9 和 . _ ~ + / = -。'],
  ['a JWT that Euler Stream issued', '请填写 Euler Stream 签发的 JWT。'],
  ['write a # in it as %23', '地址里的 # 请写成 %23。'],
  ['or a port that is none', '地址里没有主机，或端口不正确（应为 1 到 65535）。'],
  ['must be given anew', '地址换了主机，密钥不会一并带过去：请重新填写。'],
  ['has no secret to keep', '没有可以保留的密钥：请填写。'],
  [
    'which has the same target',
    '同一个直播间的桥接，此项必须一致：请与该直播间的其他桥接保持相同。',
  ],
  ['more will do', '同一凭证的用量已接近平台上限：新增的桥接请换用其他凭证。'],
  ['may name only variables', '只能引用以 RELAY_SECRET_ 开头的环境变量。'],
  ['may not name a variable', '此处不能引用环境变量，请直接填写。'],
  ['no secret belongs here', '此处不能填写密钥，请填写普通内容。'],
  [
    'RELAY_STATE_KEY',
    '密钥只能加密保存：请为每个进程设置环境变量 RELAY_STATE_KEY（openssl rand -hex 32），然后重启中继服务。',
  ],
  ['begins with ws:// or wss://', '地址应以 ws:// 或 wss:// 开头。'],
  [
    'begins with https://, http://, wss:// or ws://',
    '地址应以 https://、http://、wss:// 或 ws:// 开头。',
  ],
  ['must be the refresh token', '请填写刷新令牌（refresh token）。'],
  ['the secret of the application', '请填写应用的客户端密钥。'],
  ["the OAuth client's secret", '请填写 OAuth 客户端的密钥。'],
  ['the id of an OAuth client', '请填写 Google 控制台中 OAuth 客户端的 ID。'],
  ['must be a list of subprotocol names', '每行一个子协议名，不能有空格。'],
  ['must be a list of at most 16 answers', '应为列表，最多 16 项。'],
  ['must be a path, such as', '路径格式不正确，正确的如 user.name 或 a.b | c[0]。'],
  ['the name of a query parameter', '请填写查询参数的名称。'],
  ['begins with https:// or http://', '地址应以 https:// 或 http:// 开头，不含用户名。'],
  [
    'api.allowHosts',
    '该地址指向本机或内网，需要先在配置文件（relay.yaml）中允许这个主机，例如写上 api: { allowHosts: [127.0.0.1] }，然后重启中继服务。',
  ],
];
