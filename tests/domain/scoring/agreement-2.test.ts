import { describeAgreement } from '../../support/agreement.ts'

describeAgreement(5001, 10_000)
