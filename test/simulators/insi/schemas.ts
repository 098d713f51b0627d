import { historySchemas } from './history-schemas.ts'
import { verificationBatchSchema, verificationSchema } from './verification-schemas.ts'

/**
 * Schemas written for this simulator from the public descriptions of the wire (WSDL 1.5.0 of INSi and its contexts, SAML 2.0, XML
 * signature, WS-Addressing, SOAP 1.2): only what is used of each. Types of the contexts are those that are published; where a text
 * says more than the schema (sex, names), the service says it, not the schema.
 */

const head = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"'

/** Numbers, keys and dates of the contexts: 13 characters with the letter of Corsica in the seventh place; lunar dates. */
const contextTypes = `
  <xs:simpleType name="num"><xs:restriction base="xs:string"><xs:pattern value="\\d{6}[AB0-9]\\d{6}"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="cle"><xs:restriction base="xs:string"><xs:pattern value="\\d{2}"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="lunaire"><xs:restriction base="xs:string"><xs:pattern value="\\d{4}-\\d{2}-\\d{2}"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="chiffre"><xs:restriction base="xs:string"><xs:pattern value="\\d"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="plein"><xs:restriction base="xs:string"><xs:minLength value="1"/></xs:restriction></xs:simpleType>`

const contexteBam = `${head} targetNamespace="urn:siram:bam:ctxbam" xmlns:b="urn:siram:bam:ctxbam">${contextTypes}
  <xs:element name="ContexteBAM"><xs:complexType><xs:sequence>
    <xs:element name="Id" type="b:plein"/>
    <xs:element name="Temps" type="xs:dateTime"/>
    <xs:element name="Emetteur" type="b:plein" minOccurs="0"/>
    <xs:element name="DateRef" type="xs:dateTime" minOccurs="0"/>
    <xs:element name="COUVERTURE"><xs:complexType><xs:sequence>
      <xs:element name="GrandRegime" type="b:plein" minOccurs="0"/>
      <xs:element name="Organisme" type="b:plein" minOccurs="0"/>
      <xs:element name="CodeCentre" type="b:plein" minOccurs="0"/>
      <xs:element name="ASSURE" minOccurs="0"><xs:complexType><xs:sequence>
        <xs:element name="Id" minOccurs="0"><xs:complexType><xs:sequence>
          <xs:element name="Num" type="b:num" minOccurs="0"/>
          <xs:element name="Cle" type="b:cle" minOccurs="0"/>
        </xs:sequence></xs:complexType></xs:element>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="BENEFICIAIRE" minOccurs="0"><xs:complexType><xs:sequence>
        <xs:element name="Nir" minOccurs="0"><xs:complexType><xs:sequence>
          <xs:element name="Num" type="b:num" minOccurs="0"/>
          <xs:element name="Cle" type="b:cle" minOccurs="0"/>
          <xs:element name="DateCertification" type="xs:date" minOccurs="0"/>
        </xs:sequence></xs:complexType></xs:element>
        <xs:element name="DateNai" type="b:lunaire" minOccurs="0"/>
        <xs:element name="Rang" type="xs:integer" minOccurs="0"/>
        <xs:element name="Porteur" type="b:chiffre" minOccurs="0"/>
      </xs:sequence></xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence><xs:attribute name="Version" use="required" fixed="01_02"/><xs:attribute name="Nature" fixed="CTXBAM"/></xs:complexType></xs:element>
</xs:schema>`

const contexteLps = `${head} targetNamespace="urn:siram:lps:ctxlps" xmlns:l="urn:siram:lps:ctxlps">${contextTypes}
  <xs:element name="ContexteLPS"><xs:complexType><xs:sequence>
    <xs:element name="Id" type="l:plein"/>
    <xs:element name="Temps" type="xs:dateTime"/>
    <xs:element name="Emetteur" type="l:plein" minOccurs="0"/>
    <xs:element name="LPS"><xs:complexType><xs:sequence>
      <xs:element name="IDAM"><xs:complexType><xs:simpleContent>
        <xs:extension base="l:plein"><xs:attribute name="R" use="required" fixed="4"/></xs:extension>
      </xs:simpleContent></xs:complexType></xs:element>
      <xs:element name="Version" type="l:plein"/>
      <xs:element name="Instance" type="l:plein"/>
      <xs:element name="Nom" type="l:plein"/>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence><xs:attribute name="Version" use="required" fixed="01_00"/><xs:attribute name="Nature" fixed="CTXLPS"/></xs:complexType></xs:element>
</xs:schema>`

const addressing = `${head} targetNamespace="http://www.w3.org/2005/08/addressing">
  <xs:element name="Action" type="xs:anyURI"/>
  <xs:element name="MessageID"><xs:simpleType><xs:restriction base="xs:anyURI"><xs:minLength value="36"/></xs:restriction></xs:simpleType></xs:element>
</xs:schema>`

const signature = `${head} targetNamespace="http://www.w3.org/2000/09/xmldsig#" xmlns:d="http://www.w3.org/2000/09/xmldsig#">
  <xs:complexType name="method"><xs:attribute name="Algorithm" type="xs:anyURI" use="required"/></xs:complexType>
  <xs:element name="Signature"><xs:complexType><xs:sequence>
    <xs:element name="SignedInfo"><xs:complexType><xs:sequence>
      <xs:element name="CanonicalizationMethod" type="d:method"/>
      <xs:element name="SignatureMethod" type="d:method"/>
      <xs:element name="Reference"><xs:complexType><xs:sequence>
        <xs:element name="Transforms"><xs:complexType><xs:sequence>
          <xs:element name="Transform" type="d:method" minOccurs="2" maxOccurs="2"/>
        </xs:sequence></xs:complexType></xs:element>
        <xs:element name="DigestMethod" type="d:method"/>
        <xs:element name="DigestValue" type="xs:base64Binary"/>
      </xs:sequence><xs:attribute name="URI" type="xs:anyURI" use="required"/></xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="SignatureValue" type="xs:base64Binary"/>
    <xs:element name="KeyInfo"><xs:complexType><xs:sequence>
      <xs:element name="X509Data"><xs:complexType><xs:sequence>
        <xs:element name="X509Certificate" type="xs:base64Binary"/>
      </xs:sequence></xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`

const assertion = `${head} targetNamespace="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:d="http://www.w3.org/2000/09/xmldsig#">
  <xs:import namespace="http://www.w3.org/2000/09/xmldsig#" schemaLocation="signature.xsd"/>
  <xs:element name="Assertion"><xs:complexType><xs:sequence>
    <xs:element name="Issuer"><xs:complexType><xs:simpleContent>
      <xs:extension base="xs:string"><xs:attribute name="Format" type="xs:anyURI"/></xs:extension>
    </xs:simpleContent></xs:complexType></xs:element>
    <xs:element ref="d:Signature" minOccurs="0"/>
    <xs:element name="Subject"><xs:complexType><xs:sequence>
      <xs:element name="NameID"><xs:complexType><xs:simpleContent>
        <xs:extension base="xs:string"><xs:attribute name="NameQualifier" use="required">
          <xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="CPS"/><xs:enumeration value="PSC"/><xs:enumeration value="CV"/></xs:restriction></xs:simpleType>
        </xs:attribute></xs:extension>
      </xs:simpleContent></xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="AttributeStatement"><xs:complexType><xs:sequence>
      <xs:element name="Attribute" maxOccurs="unbounded"><xs:complexType><xs:sequence>
        <xs:element name="AttributeValue" type="xs:string"/>
      </xs:sequence><xs:attribute name="Name" type="xs:string" use="required"/></xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence>
  <xs:attribute name="ID" type="xs:ID" use="required"/>
  <xs:attribute name="IssueInstant" type="xs:dateTime" use="required"/>
  <xs:attribute name="Version" use="required" fixed="2.0"/></xs:complexType></xs:element>
</xs:schema>`

const security = `${head} targetNamespace="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion">
  <xs:import namespace="urn:oasis:names:tc:SAML:2.0:assertion" schemaLocation="assertion.xsd"/>
  <xs:element name="Security"><xs:complexType><xs:sequence>
    <xs:element ref="a:Assertion" maxOccurs="2"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`

const byTraits = `${head} targetNamespace="http://www.cnamts.fr/INSiRecSans">
  <xs:element name="RECSANSVITALE"><xs:complexType><xs:sequence>
    <xs:element name="NomNaissance" type="xs:string" minOccurs="0"/>
    <xs:element name="Prenom" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
    <xs:element name="Sexe" type="xs:string" minOccurs="0"/>
    <xs:element name="DateNaissance" type="xs:string" minOccurs="0"/>
    <xs:element name="LieuNaissance" type="xs:string" minOccurs="0"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`

const byVitale = `${head} targetNamespace="http://www.cnamts.fr/INSiRecVit" xmlns:v="http://www.cnamts.fr/INSiRecVit">
  <xs:complexType name="matricule"><xs:sequence>
    <xs:element name="NumIdentifiant"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="\\d{6}[A-Za-z0-9]\\d{6}"/></xs:restriction></xs:simpleType></xs:element>
    <xs:element name="Cle" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="\\d{2}"/></xs:restriction></xs:simpleType></xs:element>
    <xs:element name="TypeMatricule" type="xs:string" minOccurs="0"/>
  </xs:sequence></xs:complexType>
  <xs:element name="RECVITALE"><xs:complexType><xs:sequence>
    <xs:element name="MatriculeIndividu" type="v:matricule" minOccurs="0"/>
    <xs:element name="MatriculeOD" type="v:matricule" minOccurs="0"/>
    <xs:element name="NomNaissance" type="xs:string" minOccurs="0"/>
    <xs:element name="DateNaissance" type="xs:string" minOccurs="0"/>
    <xs:element name="RangNaissance" type="xs:string" minOccurs="0"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`

const rights = `${head} targetNamespace="urn:ir:se_req_adr" xmlns:r="urn:ir:se_req_adr">
  <xs:complexType name="numero"><xs:sequence>
    <xs:element name="Num"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="\\d{6}[AB0-9]\\d{6}"/></xs:restriction></xs:simpleType></xs:element>
    <xs:element name="Cle"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="\\d{2}"/></xs:restriction></xs:simpleType></xs:element>
  </xs:sequence></xs:complexType>
  <xs:element name="Requete"><xs:complexType><xs:sequence>
    <xs:element name="DatedeReference" type="xs:date"/>
    <xs:element name="BeneficiaireDeSoins"><xs:complexType><xs:sequence>
      <xs:element name="NIRcertifie" type="r:numero" minOccurs="0"/>
      <xs:element name="DatedeNaissance"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="\\d{4}-\\d{2}-\\d{2}"/></xs:restriction></xs:simpleType></xs:element>
      <xs:element name="SituationAdministrativeAMO"><xs:complexType><xs:sequence>
        <xs:element name="RangdeNaissance" type="xs:positiveInteger"/>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="Assure"><xs:complexType><xs:sequence>
        <xs:element name="NIRassure" type="r:numero"/>
      </xs:sequence></xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`

/** What the service answers, held to the published schema when it behaves: dates of its history are plain texts. */
const result = `${head} targetNamespace="http://www.cnamts.fr/INSiResultat" xmlns:i="http://www.cnamts.fr/INSiResultat">
  <xs:complexType name="ins"><xs:sequence>
    <xs:element name="IdIndividu"><xs:complexType><xs:sequence>
      <xs:element name="NumIdentifiant"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="\\d{6}[A-Za-z0-9]\\d{6}"/></xs:restriction></xs:simpleType></xs:element>
      <xs:element name="Cle" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="\\d{2}"/></xs:restriction></xs:simpleType></xs:element>
      <xs:element name="TypeMatricule" type="xs:string" minOccurs="0"/>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="OID" type="xs:string"/>
    <xs:element name="DateDeb" type="xs:string" minOccurs="0"/>
    <xs:element name="DateFin" type="xs:string" minOccurs="0"/>
  </xs:sequence></xs:complexType>
  <xs:element name="RESULTAT"><xs:complexType><xs:sequence>
    <xs:element name="CR"><xs:complexType><xs:sequence>
      <xs:element name="CodeCR" type="xs:string"/><xs:element name="LibelleCR" type="xs:string"/>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="INDIVIDU" minOccurs="0"><xs:complexType><xs:sequence>
      <xs:element name="INSACTIF" type="i:ins"/>
      <xs:element name="INSHISTO" type="i:ins" minOccurs="0" maxOccurs="unbounded"/>
      <xs:element name="TIQ"><xs:complexType><xs:sequence>
        <xs:element name="NomNaissance" type="xs:string" minOccurs="0"/>
        <xs:element name="Prenom" type="xs:string" minOccurs="0"/>
        <xs:element name="ListePrenom" type="xs:string" minOccurs="0"/>
        <xs:element name="Sexe" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[A-Z]"/></xs:restriction></xs:simpleType></xs:element>
        <xs:element name="DateNaissance" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="\\d{4}-\\d{2}-\\d{2}"/></xs:restriction></xs:simpleType></xs:element>
        <xs:element name="LieuNaissance" type="xs:string" minOccurs="0"/>
      </xs:sequence></xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`

/** Headers come in any order; the service, not the schema, says which mode needs `Security`. */
const envelope = `${head} targetNamespace="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://www.w3.org/2005/08/addressing" xmlns:b="urn:siram:bam:ctxbam" xmlns:l="urn:siram:lps:ctxlps" xmlns:x="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" xmlns:t="http://www.cnamts.fr/INSiRecSans" xmlns:v="http://www.cnamts.fr/INSiRecVit" xmlns:r="urn:ir:se_req_adr" xmlns:h="http://www.InterRegimes.fr/HR5" xmlns:i="http://www.cnamts.fr/INSiResultat" xmlns:f="http://www.cnamts.fr/INSiVerif" xmlns:k="http://www.cnamts.fr/INSiVerifLot">
  <xs:import namespace="http://www.w3.org/2005/08/addressing" schemaLocation="addressing.xsd"/>
  <xs:import namespace="urn:siram:bam:ctxbam" schemaLocation="contexte-bam.xsd"/>
  <xs:import namespace="urn:siram:lps:ctxlps" schemaLocation="contexte-lps.xsd"/>
  <xs:import namespace="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" schemaLocation="security.xsd"/>
  <xs:import namespace="http://www.cnamts.fr/INSiRecSans" schemaLocation="by-traits.xsd"/>
  <xs:import namespace="http://www.cnamts.fr/INSiRecVit" schemaLocation="by-vitale.xsd"/>
  <xs:import namespace="urn:ir:se_req_adr" schemaLocation="rights.xsd"/>
  <xs:import namespace="http://www.InterRegimes.fr/HR5" schemaLocation="history.xsd"/>
  <xs:import namespace="http://www.cnamts.fr/INSiResultat" schemaLocation="result.xsd"/>
  <xs:import namespace="http://www.cnamts.fr/INSiVerif" schemaLocation="verification.xsd"/>
  <xs:import namespace="http://www.cnamts.fr/INSiVerifLot" schemaLocation="verification-batch.xsd"/>
  <xs:element name="Envelope"><xs:complexType><xs:sequence>
    <xs:element name="Header" minOccurs="0"><xs:complexType><xs:all>
      <xs:element ref="w:Action"/><xs:element ref="w:MessageID"/><xs:element ref="b:ContexteBAM"/><xs:element ref="l:ContexteLPS"/>
      <xs:element ref="x:Security" minOccurs="0"/>
    </xs:all></xs:complexType></xs:element>
    <xs:element name="Body"><xs:complexType><xs:choice>
      <xs:element ref="t:RECSANSVITALE"/><xs:element ref="v:RECVITALE"/><xs:element ref="r:Requete"/><xs:element ref="h:ConsulterHistorique"/><xs:element ref="i:RESULTAT"/>
      <xs:element ref="f:VERIFICATION"/><xs:element ref="k:DEPOTLOT"/><xs:element ref="k:RECUPLOT"/>
    </xs:choice><xs:anyAttribute processContents="lax"/></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`

/** By the name under which they import one another. {@link mainSchema} is where validation begins. */
export const schemas: Readonly<Record<string, string>> = {
  'envelope.xsd': envelope,
  'addressing.xsd': addressing,
  'contexte-bam.xsd': contexteBam,
  'contexte-lps.xsd': contexteLps,
  'security.xsd': security,
  'assertion.xsd': assertion,
  'signature.xsd': signature,
  'by-traits.xsd': byTraits,
  'by-vitale.xsd': byVitale,
  'rights.xsd': rights,
  'result.xsd': result,
  ...historySchemas,
  'verification.xsd': verificationSchema,
  'verification-batch.xsd': verificationBatchSchema,
}

/** The schema of the whole message. */
export const mainSchema = 'envelope.xsd'
