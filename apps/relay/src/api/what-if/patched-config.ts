import type { BridgeSpec } from '#bridge';
import { compileBridge, pointerOf, type BridgeConfig, type CompileContext } from '#config';
import { isBlock } from '#options';
import { onlySecretVariables } from '../../bridges/managed/secret-variables.js';
import { invalid } from '../json-body.js';
import { mergePatch } from '../requests/merge-patch.js';

/** Stands for the source of any bridge: what is chosen does not depend on it. */
const ANY_SOURCE = { type: 'push', token: 'what-if-what-if-1' };

/**
 * The bridge as it would filter and choose with a patch of its spec. Its source and target stay.
 *
 * @throws {Problem} that names all that is wrong with the patch.
 */
export function patchedConfig(
  config: BridgeConfig,
  spec: BridgeSpec,
  patch: Readonly<Record<string, unknown>>,
  context: Omit<CompileContext, 'rule'>,
): BridgeConfig {
  const { filter, choose, maxTextLength, target } = mergePatch(spec, patch) as BridgeSpec;
  const { project, roomId, jobId, reportUrl } = config.target;
  const chooseOfTarget = isBlock(target) ? target['choose'] : undefined;
  const probe = {
    name: config.name,
    source: ANY_SOURCE,
    target: {
      project,
      roomId,
      jobId,
      ...(reportUrl !== undefined && { reportUrl: reportUrl.reveal() }),
      ...(chooseOfTarget !== undefined && { choose: chooseOfTarget }),
    },
    ...(filter !== undefined && { filter }),
    ...(choose !== undefined && { choose }),
    ...(maxTextLength !== undefined && { maxTextLength }),
  } as BridgeSpec;
  const compiled = compileBridge(probe, { ...context, rule: onlySecretVariables });
  if (!compiled.ok) {
    throw invalid(
      compiled.problems.map(({ path, message }) => {
        return { pointer: `/patch${pointerOf(path)}`, detail: message };
      }),
    );
  }
  const { filter: newFilter, choose: newChoose, maxTextLength: newLength } = compiled.bridge;
  return { ...config, filter: newFilter, choose: newChoose, maxTextLength: newLength };
}
