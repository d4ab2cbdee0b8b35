/** CASE 1.1, information model: what of it is written here. */

export type Link = { title: string; identifier: string; uri: string };

export type CfDocument = {
  identifier: string;
  uri: string;
  caseVersion: '1.1';
  creator: string;
  title: string;
  lastChangeDateTime: string;
  officialSourceURL: string;
  publisher: string;
  description: string;
  language: 'en';
  version: string;
  adoptionStatus: 'Adopted';
  statusStartDate: string;
};

export type CfItem = {
  identifier: string;
  uri: string;
  fullStatement: string;
  abbreviatedStatement?: string;
  CFItemType: string;
  CFItemTypeURI: Link;
  language: 'en';
  lastChangeDateTime: string;
};

export type CfAssociation = {
  identifier: string;
  uri: string;
  associationType: 'isChildOf' | 'isRelatedTo';
  sequenceNumber: number;
  originNodeURI: Link & { targetType: 'CASE' };
  destinationNodeURI: Link & { targetType: 'CASE' };
  lastChangeDateTime: string;
  notes?: string;
};

export type CfItemType = {
  identifier: string;
  uri: string;
  title: string;
  description: string;
  hierarchyCode: string;
  lastChangeDateTime: string;
};

type CfRubricCriterionLevel = {
  identifier: string;
  uri: string;
  quality: string;
  description: string;
  position: number;
  rubricCriterionId: string;
  lastChangeDateTime: string;
};

export type CfRubricCriterion = {
  identifier: string;
  uri: string;
  description: string;
  CFItemURI?: Link;
  position: number;
  rubricId: string;
  lastChangeDateTime: string;
  CFRubricCriterionLevels: CfRubricCriterionLevel[];
};

export type CfRubric = {
  identifier: string;
  uri: string;
  title: string;
  description?: string;
  lastChangeDateTime: string;
  CFRubricCriteria: CfRubricCriterion[];
};

export type CfPackage = {
  CFDocument: CfDocument;
  CFItems: CfItem[];
  CFAssociations: CfAssociation[];
  CFDefinitions: { CFItemTypes: CfItemType[] };
  CFRubrics: CfRubric[];
};
