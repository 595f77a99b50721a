import type { Account } from './account.ts'
import { allPages } from './pages.ts'
import { Stop } from './refused.ts'
import type { ProvisionSettings } from './settings.ts'

/** The id of the VPC that AWS puts a warehouse into. @throws Stop when the region has none. */
export async function defaultVpc({ ec2, region }: Account): Promise<string> {
  const { Vpcs = [] } = await ec2.describeVpcs({
    Filters: [{ Name: 'is-default', Values: ['true'] }],
  })
  const id = Vpcs.find(({ IsDefault }) => IsDefault)?.VpcId
  if (id !== undefined) return id
  throw new Stop(
    `there is no default VPC in ${region}`,
    `Make one, which costs nothing: 'aws ec2 create-default-vpc --region ${region}'.`,
  )
}

/** What Serverless asks for (https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-usage-considerations.html). */
const SUBNETS = 3
/** Its one region with two zones, in which three subnets are enough. */
const TWO_ZONES = 'us-west-1'

/** @throws Stop when the network has no room for the kind of warehouse that is wanted. */
export async function checkNetwork(
  account: Account,
  { kind }: Pick<ProvisionSettings, 'kind'>,
): Promise<void> {
  const { ec2, region } = account
  const vpc = await defaultVpc(account)
  const subnets = await allPages(async (NextToken) => {
    const Filters = [{ Name: 'vpc-id', Values: [vpc] }]
    const page = await ec2.describeSubnets({ Filters, NextToken })
    return { items: page.Subnets, next: page.NextToken }
  })
  const zones = new Set(subnets.map(({ AvailabilityZone }) => AvailabilityZone)).size
  const make =
    'Make one in each zone that has none, which costs nothing: ' +
    `'aws ec2 create-default-subnet --region ${region} --availability-zone ...'.`
  if (subnets.length === 0) throw new Stop(`the default VPC ${vpc} has no subnet`, make)
  if (kind === 'cluster') return
  if (subnets.length < SUBNETS || zones < (region === TWO_ZONES ? 2 : SUBNETS)) {
    throw new Stop(
      `Serverless needs ${SUBNETS} subnets in ${SUBNETS} zones, and the default VPC ${vpc} has ${subnets.length} in ${zones}`,
      `${make} Or set PROVISION_KIND=cluster, which needs one.`,
    )
  }
}
