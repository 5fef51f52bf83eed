import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { t } from '../../platform/l10n.ts';
import { Obstacle } from './obstacle.ts';
import { neutralFolder } from './programs.ts';

/** The functions of TensorFlow's C API that the binding of tfjs-node 4.22 calls. */
export const tensorflowSymbols: readonly string[] = `
TFE_ContextListDevices TFE_DeleteContext TFE_DeleteContextOptions TFE_DeleteOp TFE_DeleteTensorHandle TFE_Execute
TFE_NewContext TFE_NewContextOptions TFE_NewOp TFE_NewTensorHandle TFE_OpAddInput TFE_OpSetAttrBool
TFE_OpSetAttrBoolList TFE_OpSetAttrFloat TFE_OpSetAttrFloatList TFE_OpSetAttrInt TFE_OpSetAttrIntList
TFE_OpSetAttrShape TFE_OpSetAttrString TFE_OpSetAttrType TFE_TensorHandleCopyToDevice TFE_TensorHandleDataType
TFE_TensorHandleDim TFE_TensorHandleNumDims TFE_TensorHandleResolve TF_AllocateTensor TF_DataTypeSize TF_DeleteBuffer
TF_DeleteDeviceList TF_DeleteGraph TF_DeleteSession TF_DeleteSessionOptions TF_DeleteStatus TF_DeleteTensor
TF_DeviceListCount TF_DeviceListName TF_DeviceListType TF_Dim TF_GetCode TF_GraphOperationByName
TF_LoadSessionFromSavedModel TF_Message TF_NewBuffer TF_NewBufferFromString TF_NewGraph TF_NewSessionOptions
TF_NewStatus TF_NewTensor TF_NumDims TF_SessionRun TF_TensorByteSize TF_TensorData TF_TensorElementCount TF_TensorType
TF_Version`
  .trim()
  .split(/\s+/);

/**
 * Which of `wanted` none of the libraries defines, as `nm` reads their dynamic symbols. `undefined` where there is no
 * `nm`: the binding is linked so that it does not load with a symbol missing, which then is the only gate.
 * @throws Obstacle when `nm` cannot read the libraries
 */
export async function missingSymbols(
  libraries: readonly string[],
  wanted: readonly string[],
  signal?: AbortSignal,
): Promise<string[] | undefined> {
  const missing = new Set(wanted);
  const nm = spawn('nm', ['--dynamic', '--defined-only', ...libraries], {
    stdio: ['ignore', 'pipe', 'ignore'],
    cwd: neutralFolder,
    ...(signal && { signal }),
  });
  const ended = new Promise<number | null | 'none'>((resolve) => {
    nm.once('error', () => resolve('none'));
    nm.once('close', resolve);
  });
  // Read line by line: TensorFlow defines some hundred thousand symbols. A name may carry its version after an @.
  for await (const line of createInterface({ input: nm.stdout }))
    missing.delete(/[^\s@]+(?=@\S*$|$)/.exec(line)?.[0] ?? '');
  signal?.throwIfAborted();
  const code = await ended;
  if (code === 'none') return undefined;
  if (code !== 0) throw new Obstacle(t('nm cannot read the libraries of TensorFlow (exit code {0})', String(code)));
  return [...missing];
}
