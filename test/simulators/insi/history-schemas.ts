const history = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified" targetNamespace="http://www.InterRegimes.fr/HR5" xmlns:p="http://www.InterRegimes.fr/namespace/EXP/0/0" xmlns:v="http://www.sesam-vitale.fr/XMLschemas/Vitale" xmlns:c="http://www.sesam-vitale.fr/XMLschemas/CPS">
  <xs:import namespace="http://www.InterRegimes.fr/namespace/EXP/0/0" schemaLocation="history-person.xsd"/>
  <xs:import namespace="http://www.sesam-vitale.fr/XMLschemas/Vitale" schemaLocation="history-vitale.xsd"/>
  <xs:import namespace="http://www.sesam-vitale.fr/XMLschemas/CPS" schemaLocation="history-cps.xsd"/>
  <xs:element name="ConsulterHistorique"><xs:complexType><xs:sequence>
    <xs:element ref="p:RequetePersonne"/><xs:element ref="v:donneesVitale"/><xs:element ref="c:donneesCPS"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`

const person = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified" targetNamespace="http://www.InterRegimes.fr/namespace/EXP/0/0" xmlns:p="http://www.InterRegimes.fr/namespace/EXP/0/0">
  <xs:element name="RequetePersonne"><xs:complexType><xs:sequence>
    <xs:element name="Date" type="xs:date"/>
    <xs:element name="Fonction" type="xs:string"/>
    <xs:element name="CodeObjet" maxOccurs="7"><xs:simpleType><xs:restriction base="xs:string">
      <xs:enumeration value="AM"/><xs:enumeration value="RD"/><xs:enumeration value="LB"/><xs:enumeration value="OF"/>
      <xs:enumeration value="CP"/><xs:enumeration value="TR"/><xs:enumeration value="IJ"/>
    </xs:restriction></xs:simpleType></xs:element>
    <xs:element name="PeriodeValidite"><xs:complexType><xs:sequence>
      <xs:element name="DateDebut" type="xs:date"/><xs:element name="DateFin" type="xs:date"/>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence>
  <xs:attribute name="PGMD_Version" use="required" fixed="1.4"/>
  <xs:attribute name="PGMD_Profil" use="required" fixed="WPSREQ"/>
  <xs:attribute name="Profil_Version" use="required" fixed="1.7"/></xs:complexType></xs:element>
</xs:schema>`

const digits = (name: string, pattern: string, use = '') =>
  `<xs:attribute name="${name}"${use}><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="${pattern}"/></xs:restriction></xs:simpleType></xs:attribute>`
const required = ' use="required"'
const numbered = (name: string, occurs: string, more: string) =>
  `<xs:element name="${name}"${occurs}><xs:complexType><xs:simpleContent><xs:extension base="v:num">${digits('cle', '\\d{2}', required)}${more}</xs:extension></xs:simpleContent></xs:complexType></xs:element>`

const vitale = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified" targetNamespace="http://www.sesam-vitale.fr/XMLschemas/Vitale" xmlns:v="http://www.sesam-vitale.fr/XMLschemas/Vitale">
  <xs:simpleType name="num"><xs:restriction base="xs:string"><xs:pattern value="\\d{6}[AB0-9]\\d{6}"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="lunaire"><xs:restriction base="xs:string"><xs:pattern value="\\d{4}-\\d{2}-\\d{2}"/></xs:restriction></xs:simpleType>
  <xs:element name="donneesVitale"><xs:complexType><xs:sequence>
    <xs:element name="carte"><xs:complexType><xs:attribute name="nature" type="xs:string" use="required"/></xs:complexType></xs:element>
    <xs:element name="contratAMO"><xs:complexType><xs:sequence>
      ${numbered('matriculeAssure', '', '')}
      <xs:element name="organismeAMO"><xs:complexType>${digits('codeCaisse', '\\d{3}')}${digits('codeRegime', '\\d{2}', required)}${digits('codeCentre', '\\d{4}')}</xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="beneficiaire"><xs:complexType><xs:sequence>
      <xs:element name="identite"><xs:complexType><xs:sequence>
        ${numbered('NIRcertifie', ' minOccurs="0"', '<xs:attribute name="dateCertification" type="xs:date"/>')}
        <xs:element name="nomDetaille"><xs:complexType>
          <xs:attribute name="prenom" type="xs:string"/><xs:attribute name="nomUsuel" type="xs:string"/><xs:attribute name="nomFamille" type="xs:string"/>
        </xs:complexType></xs:element>
        <xs:element name="dateNaissance"><xs:complexType><xs:simpleContent>
          <xs:extension base="v:lunaire"><xs:attribute name="rang" type="xs:positiveInteger" use="required"/></xs:extension>
        </xs:simpleContent></xs:complexType></xs:element>
      </xs:sequence></xs:complexType></xs:element>
    </xs:sequence><xs:attribute name="porteur" type="xs:string"/></xs:complexType></xs:element>
  </xs:sequence><xs:attribute name="niveau" use="required" fixed="01.00"/></xs:complexType></xs:element>
</xs:schema>`

const cps = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified" targetNamespace="http://www.sesam-vitale.fr/XMLschemas/CPS">
  <xs:element name="donneesCPS"><xs:complexType><xs:sequence>
    <xs:element name="porteur"><xs:complexType><xs:sequence>
      <xs:element name="situationExercice"><xs:complexType><xs:sequence>
        <xs:element name="situationFacturation"><xs:complexType><xs:sequence>
          <xs:element name="identifiantFacturation"><xs:complexType><xs:simpleContent>
            <xs:extension base="xs:string"><xs:attribute name="cle" type="xs:string"/></xs:extension>
          </xs:simpleContent></xs:complexType></xs:element>
        </xs:sequence></xs:complexType></xs:element>
      </xs:sequence></xs:complexType></xs:element>
    </xs:sequence>
    <xs:attribute name="nomPatronymique" type="xs:string" use="required"/><xs:attribute name="prenomUsuel" type="xs:string" use="required"/></xs:complexType></xs:element>
  </xs:sequence><xs:attribute name="niveau" use="required" fixed="01.00"/></xs:complexType></xs:element>
</xs:schema>`

/**
 * Schemas of the request of HRi, by the names under which they import one another. Roots, namespaces and what the data of the two cards
 * hold are public; what is inside `RequetePersonne`, and the types, are ours.
 */
export const historySchemas: Readonly<Record<string, string>> = {
  'history.xsd': history,
  'history-person.xsd': person,
  'history-vitale.xsd': vitale,
  'history-cps.xsd': cps,
}
