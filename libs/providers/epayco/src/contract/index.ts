export { EPAYCO_ACCOUNT, epaycoAt, epaycoUnderContract } from './epayco-under-contract.js';
