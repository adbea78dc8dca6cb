/**
 * The regions in which Huawei's SDKs know MetaStudio.
 *
 * @see https://github.com/huaweicloud/huaweicloud-sdk-python-v3 `region/metastudio_region.py`
 */
export const METASTUDIO_REGIONS = ['cn-north-4', 'cn-east-3'] as const;

/** The region that an endpoint's host names; `undefined` if the host is not Huawei's. */
export function regionOfEndpoint(endpoint: string): string | undefined {
  return REGION_OF.exec(endpoint)?.[1]?.toLowerCase();
}

/** Whether Huawei's SDKs do not know a region, so that nothing may answer there. */
export function isUnknownRegion(region: string): boolean {
  return !METASTUDIO_REGIONS.some((known) => known === region);
}

const REGION_OF = /^https:\/\/metastudio\.([a-z0-9-]+)\.myhuaweicloud\.com\/?$/iu;
