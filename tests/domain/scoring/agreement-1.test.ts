import { describeAgreement } from '../../support/agreement.ts'

describeAgreement(1, 5000)
