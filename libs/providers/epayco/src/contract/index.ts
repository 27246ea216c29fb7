export {
  EPAYCO_ACCOUNT,
  epaycoAt,
  epaycoNewerUnderContract,
  epaycoUnderContract,
} from './epayco-under-contract.js';
