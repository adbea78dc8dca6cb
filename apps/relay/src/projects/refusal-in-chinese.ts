import {
  isOfCertificate,
  MetaStudioCallError,
  type CallFailure,
  type CredentialError,
  type CredentialFault,
} from '#metastudio';

/** Why MetaStudio did not do what was asked of it and what to do, for somebody who reads Chinese. */
export function refusalInChinese(error: MetaStudioCallError | CredentialError): string {
  if (!(error instanceof MetaStudioCallError)) {
    const { giver, giverCode, retriable } = error;
    return withFacts(retriable ? NOT_GIVEN[giver] : NEVER_GIVEN[giver], [giverCode]);
  }
  const { reason, status, fault, errorCode, requestId, words = '' } = error;
  const unreached = isOfCertificate(errorCode) ? 'untrusted' : 'unreached';
  const why = WHY[isUnreached(error) ? unreached : (fault ?? reason)];
  return withFacts(words === '' ? why : `${why}：${words}`, [status, errorCode, requestId]);
}

/** Whether MetaStudio did not answer at all. */
export function isUnreached({ status, reason }: MetaStudioCallError): boolean {
  return status === undefined && reason === 'unavailable';
}

function withFacts(why: string, facts: readonly (string | number | undefined)[]): string {
  const known = facts.filter((fact) => fact !== undefined);
  return known.length === 0 ? why : `${why}（${known.join('，')}）`;
}

const NOT_GIVEN: Readonly<Record<CredentialError['giver'], string>> = {
  IAM: '无法取得凭证：IAM 连接不上，或正忙。请检查网络和 IAM 地址，稍后再试',
  'the metadata service':
    '无法从云服务器的元数据服务取得临时密钥。请检查该云服务器是否已设置委托，稍后再试',
  'the key file': '无法读取密钥文件。请检查文件的路径、权限和内容',
};
const NEVER_GIVEN: Readonly<Record<CredentialError['giver'], string>> = {
  ...NOT_GIVEN,
  IAM: 'IAM 没有发放凭证。请检查配置文件 auth 中的账号、用户名、密码和项目',
  'the metadata service': '云服务器的元数据服务没有提供临时密钥。请检查该云服务器是否已设置委托',
};

/**
 * Why a call failed and what to do. It may have asked for rooms or had something done, with any credential,
 * and whoever reads it may sit elsewhere.
 */
const WHY: Readonly<Record<CallFailure | CredentialFault | 'unreached' | 'untrusted', string>> = {
  unreached: '连接不上，或没有及时响应。请检查区域（或 endpoint）、网络和 HTTPS_PROXY',
  untrusted:
    'MetaStudio（或途中会解密内容的代理）的证书不受信任。请检查运行本程序的机器的时钟和 endpoint；' +
    '自建 CA 请用环境变量 NODE_EXTRA_CA_CERTS 指定',
  // init shows it, too, where no file has an auth yet.
  unauthorized:
    '凭证未通过认证。请检查所用的凭证（AK 和 SK，或 Token），以及运行本程序的机器的时钟',
  forbidden: '该凭证没有权限。请检查 IAM 用户的 MetaStudio 权限，以及项目 ID 是否正确',
  'not-found': '该项目下没有这个直播间或直播任务，或该地址没有这个接口。请检查区域和项目 ID',
  'invalid-request': 'MetaStudio 不接受这个请求',
  throttled: '调用过于频繁。请稍后再试',
  'wrong-endpoint': '这个地址不是 MetaStudio 的接口。请检查区域（或 endpoint）',
  unavailable: 'MetaStudio 没有正常响应。请稍后再试',
  'unreadable-answer': '无法识别响应内容。请检查 endpoint 和代理',
  unsendable: '请求无法发送：凭证或 appUserId 里有 HTTP 不能携带的字符。请重新复制',
  aborted: '调用已取消',
  'unknown-key': 'AK 不存在（填错、已删除或已停用）。请检查 AK',
  'wrong-secret': '签名校验失败：SK 与 AK 不匹配。请检查 SK',
  'wrong-clock':
    '运行本程序的机器的时钟相差超过 15 分钟。请用 NTP 校时（timedatectl set-ntp true）',
  'signature-or-clock':
    '签名校验失败：SK 与 AK 不匹配，或运行本程序的机器的时钟相差超过 15 分钟。请检查 SK 和时钟',
  locked: '连续五次认证失败，该 AK 已被锁定五分钟：SK 很可能不对。请更正 SK，五分钟后再试',
  'security-token': '临时凭证已失效，或不属于该 AK。请重新获取',
  'token-expired': 'Token 错误、已过期（24 小时）或属于其他项目。请检查配置文件中的 auth',
  'token-unreadable': 'Token 无法识别、不完整或属于其他区域。请检查配置文件中的 auth',
};
