import { invalidParameter, REFUSALS, type Refusal } from './answer.js';
import { headerOf, type ArrivedRequest } from './arrived-request.js';

/**
 * What is wrong with the headers that every call takes: `X-App-UserId` holds no Chinese, and who
 * signs with an access key says the project in `X-Project-Id`.
 *
 * @see https://support.huaweicloud.com/api-metastudio/LiveEventReport.html
 */
export function headerProblem(request: ArrivedRequest, projectId: string): Refusal | undefined {
  const { headers } = request;
  const user = headerOf(headers, 'x-app-userid');
  if (user !== undefined && !/^[\x20-\x7e]{0,256}$/.test(user)) {
    return invalidParameter('X-App-UserId');
  }
  const project = headerOf(headers, 'x-project-id');
  if (project !== undefined && project !== projectId) return REFUSALS.otherTenant;
  const isSigned = headerOf(headers, 'authorization') !== undefined;
  return isSigned && project === undefined ? invalidParameter('X-Project-Id') : undefined;
}
