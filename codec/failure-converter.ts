import { DefaultFailureConverter } from '@temporalio/common'

/**
 * Moves messages and stack traces of failures into a payload, so that the codec encrypts them too. Loaded by path, also into the workflow
 * bundle: whoever bundles gives FAILURE_CONVERTER_PATH (data-converter.ts) to `bundleWorkflowCode`.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true })
