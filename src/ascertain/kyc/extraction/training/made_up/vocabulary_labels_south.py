"""Labels of company documents in Spanish, Italian and Portuguese."""

LABELS = {
    "es": """
name Denominación|Denominación social|Razón social|Nombre de la sociedad|Nombre o razón social|Denominación o razón social|Nombre
number Datos registrales|Número de inscripción|N.º de registro|Matrícula|Folio mercantil|Partida registral|Inscripción|N° de matrícula mercantil|Ficha
tax CIF|NIF|RFC|RUT|NIT|RUC|CUIT|N.I.F.|Número de identificación fiscal
vat NIF-IVA|Número de IVA
form Forma jurídica|Tipo de sociedad|Tipo societario|Organización jurídica|Tipo social
status Estado|Situación|Situación de la hoja|Condición|Estado de la matrícula
incorporated Fecha de constitución|Constitución|Fecha de inscripción|Inicio de operaciones|Fecha de matrícula|Comienzo de operaciones
dissolved Fecha de disolución|Fecha de extinción|Fecha de cancelación
jurisdiction Nacionalidad de la sociedad|País de constitución|Jurisdicción
address Domicilio social|Domicilio|Domicilio fiscal|Dirección|Dirección del domicilio principal|Sede social
capital Capital social|Capital suscrito|Capital|Capital autorizado|Capital desembolsado
currency Moneda|Divisa
shares Número de acciones|Número de participaciones|N.º de acciones
email Correo electrónico|E-mail|Email
website Página web|Sitio web
lei Código LEI
alias Nombre comercial|Nombre de fantasía|Siglas
previous Denominación anterior|Nombre anterior|Antes denominada
p.name Nombre y apellidos|Nombre|Apellidos y nombre|Nombre completo|Apellidos y nombres
p.first Nombre|Nombres|Nombre(s)
p.last Apellidos|Apellido paterno y materno|Primer apellido y segundo apellido
p.title Tratamiento
birth Fecha de nacimiento|Nacido el|Nacimiento
birthplace Lugar de nacimiento|Natural de
nationality Nacionalidad
residence País de residencia|País
p.address Domicilio|Domicilio particular|Dirección|con domicilio en
gender Sexo|Género
idno DNI|D.N.I.|NIF/NIE|Cédula|C.C.|Documento de identidad|CURP|Cédula de identidad|Nro. de documento
passport N.º de pasaporte|Pasaporte
position Profesión|Ocupación
owner Socio|Accionista|Titular|Nombre del socio|Nombre del accionista|Suscriptor|Socios
director Administrador|Representante legal|Cargo|Consejero|Nombre|Gerente|Administrador único
secretary Secretario|Secretario no consejero
agent Apoderado|Agente residente|Representante
beneficial Titular real|Beneficiario final|Beneficiario controlador
count N.º de participaciones|Acciones|Número de acciones|Participaciones|Cantidad de acciones|Partes sociales|Cuotas
percent Porcentaje|% de participación|%|Porcentaje de participación|Participación|% capital
value Valor nominal|Importe|Aportación|Monto|Capital suscrito|Valor
class Clase|Serie|Clase de acciones|Tipo de acción
role Cargo|Calidad|Función|Puesto
since Fecha de nombramiento|Desde|Nombramiento|Fecha de alta|Fecha|Fecha de inicio
until Fecha de cese|Hasta|Cese|Fecha de baja|Vencimiento
nature Tipo de control|Naturaleza del control
votes Derechos de voto|% de votos
date Fecha|Fecha de emisión|Fecha de expedición|A fecha de|Expedido el|Fecha de consulta
docno Referencia|N.º de certificado|Código de verificación|N.º de protocolo|Expediente|Recibo No.
start Desde|Fecha de inicio|Vigencia desde
end Hasta|Vigencia|Duración hasta
publisher Registro|Expedido por|Autoridad|Oficina registral
no N.º|Nro.|Orden|Asiento
remarks Observaciones|Notas|Anotaciones
total Total|TOTAL|Totales
noise Teléfono|Objeto social|Duración|CNAE|Ejercicio social|Auditor|Último depósito de cuentas|Honorarios|Actividad económica|Estructura del órgano|IRUS|Matrícula renovada hasta
s.owners Socios|Accionistas|Composición accionaria|Estructura de capital|Capital y socios
s.directors Órgano de administración|Administradores y cargos sociales|Representación legal|Consejo de administración|Directorio|Cargos vigentes|Directores y dignatarios
s.former Cargos cesados|Ceses|Administradores anteriores
s.beneficial Titulares reales|Beneficiarios finales
s.company Datos generales|Información de la sociedad|Identificación de la entidad|Datos de identificación
s.capital Capital social|Capital
s.agents Apoderados|Agente residente
t.extract Nota informativa mercantil|Certificado de existencia y representación legal|Información registral|Certificación registral|Constancia de inscripción|Nota simple
t.members Libro registro de socios|Libro de registro de acciones nominativas|Relación de socios|Libro de accionistas|Registro de acciones
t.directors Certificado de cargos vigentes|Registro de directores|Certificado de vigencia de poder
t.beneficial Declaración de titularidad real|Acta de titularidad real|Declaración de beneficiario final|Registro de titulares reales
t.certificate Certificado de vigencia|Certificación|Constancia de situación fiscal|Certificado de buena conducta registral
t.return Declaración anual|Informe anual
t.resolution Acta de la junta general|Certificación de acuerdos sociales|Acta de asamblea|Acta de directorio
t.articles Escritura de constitución|Estatutos sociales|Acta constitutiva|Contrato social|Pacto social
t.poa Poder general|Escritura de poder|Poder especial|Carta poder
t.accounts Cuentas anuales|Balance de situación|Estados financieros
t.notice Anuncio|Boletín Oficial|Actos inscritos|Edicto
t.licence Licencia de apertura|Aviso de operación|Licencia comercial
t.tax Constancia de situación fiscal|Registro único tributario|Ficha RUC
role.director Administrador único|Administrador solidario|Presidente|Consejero|Consejero delegado|Gerente general|Director|Representante legal suplente|Tesorero|GERENTE|Apoderado
role.secretary Secretario|Secretaria|Secretario no consejero
class.share Ordinarias|Acciones nominativas|Serie A|Clase B|Participaciones sociales|Serie "B" variable
active Activa|Vigente|ACTIVO|Inscrita|HABIDO
inactive Disuelta|Cancelada|Extinguida|en liquidación
none Ninguno|-|No consta
yes Sí
s.sign Firma|El registrador|El notario|El secretario|Fdo.
""",
    "it": """
name Denominazione|Ragione sociale|Denominazione o ragione sociale|Impresa|Ditta|Denominazione sociale
number Numero REA|Numero iscrizione Registro Imprese|N. REA|Numero di iscrizione|Iscrizione al Registro delle Imprese
tax Codice fiscale|C.F.|Codice fiscale e numero d'iscrizione
vat Partita IVA|P. IVA|P.IVA
form Forma giuridica|Natura giuridica|Tipo di società
status Stato attività|Stato dell'impresa|Stato
incorporated Data di costituzione|Data atto di costituzione|Data iscrizione|Costituita il|Data di iscrizione
dissolved Data cancellazione|Data di scioglimento|Cessata il
jurisdiction Paese di costituzione|Stato di costituzione
address Sede legale|Indirizzo sede legale|Sede|Indirizzo|Domicilio legale
capital Capitale sociale|Capitale sociale in Euro|Capitale sottoscritto|Deliberato|Capitale versato
currency Valuta
shares Numero azioni|Numero di quote|Azioni
email Indirizzo PEC|Domicilio digitale/PEC|PEC|E-mail
website Sito internet|Sito web
lei Codice LEI
alias Sigla|Insegna|Nome commerciale
previous Denominazione precedente|Già
p.name Cognome e nome|Nome e cognome|Nominativo|Nome
p.first Nome
p.last Cognome
p.title Titolo
birth Data di nascita|Nato il|nato/a il|Nata il
birthplace Luogo di nascita|Nato a|nato/a a
nationality Cittadinanza|Nazionalità
residence Paese di residenza|Stato
p.address Domicilio|Residenza|residente in|Indirizzo
gender Sesso
idno Numero carta d'identità|Documento n.
passport N. passaporto
p.tax Codice fiscale|C.F.
position Professione
owner Socio|Titolare|Soci e titolari di diritti|Azionista|Intestatario
director Amministratore|Amministratore unico|Rappresentante dell'impresa|Nominativo|Carica
secretary Segretario
agent Procuratore|Rappresentante
beneficial Titolare effettivo
count Numero azioni|N. quote|Azioni|Quote
percent % sul capitale|Quota %|Percentuale|% capitale
value Valore nominale|Quota|Quota composta da|di nominali|Valore|Importo
class Tipo di azioni|Tipo di diritto|Categoria
role Carica|Qualifica|Ruolo|Qualità
since Data atto di nomina|Nominato con atto del|Dal|Data inizio|Data iscrizione|in carica dal
until Fino al|Data cessazione|Al|Durata in carica
nature Tipo di controllo
votes Diritti di voto
date Data|Data estrazione|Estratto il|Data di rilascio|Documento estratto dal Registro Imprese in data
docno Protocollo|Documento n. T|N. pratica|Rif.
start Dal|Data inizio attività
end Al|Data termine|Scadenza
publisher Camera di commercio|Rilasciato da|Ufficio
no N.|N. progr.
remarks Note|Annotazioni
total Totale|TOTALE
noise Telefono|Attività prevalente|Codice ATECO|Addetti|Scadenza esercizi|Oggetto sociale|Diritti di segreteria|Albi e ruoli|Sistema di amministrazione|Organi di controllo|Durata della società|Unità locali
s.owners Soci e titolari di diritti su azioni e quote|Elenco soci|Soci|Compagine sociale|Elenco dei soci
s.directors Amministratori|Titolari di cariche o qualifiche|Organi amministrativi|Elenco amministratori
s.former Cariche cessate|Storico cariche
s.beneficial Titolari effettivi
s.company Informazioni da statuto/atto costitutivo|Dati anagrafici|Dati identificativi dell'impresa|Anagrafica
s.capital Capitale e strumenti finanziari|Capitale sociale
s.agents Procuratori
t.extract Visura ordinaria società di capitale|Visura storica|Certificato di iscrizione|Visura camerale|Fascicolo d'impresa
t.members Libro soci|Elenco soci|Elenco dei soci e degli altri titolari di diritti
t.directors Elenco titolari di cariche|Scheda persona con cariche
t.beneficial Comunicazione titolare effettivo|Dichiarazione del titolare effettivo
t.certificate Certificato di vigenza|Certificato
t.return Comunicazione annuale
t.resolution Verbale di assemblea|Verbale del consiglio di amministrazione|Delibera
t.articles Atto costitutivo|Statuto|Costituzione di società
t.poa Procura speciale|Procura generale|Procura
t.accounts Bilancio d'esercizio|Bilancio abbreviato|Nota integrativa
t.notice Avviso|Comunicazione unica
t.licence Autorizzazione
t.tax Certificato di attribuzione del numero di partita IVA
role.director Amministratore Unico|AMMINISTRATORE|Consigliere|Presidente Consiglio Amministrazione|Amministratore Delegato|Socio Amministratore|Procuratore|Sindaco
role.secretary Segretario
class.share proprietà|azioni ordinarie|Azioni ordinarie|usufrutto|quote ordinarie
active attiva|Attiva|ATTIVA
inactive inattiva|cancellata|in liquidazione|cessata
none -|nessuno
yes sì
s.sign Firma|Il conservatore|Il notaio|Il presidente
""",
    "pt": """
name Firma|Denominação|Nome empresarial|Razão social|Firma ou denominação|Nome
number NIRE|Matrícula|N.º de matrícula|Número de registo|NIPC|Matrícula n.º
tax CNPJ|NIPC|Número de identificação fiscal|NIF
vat NIF-IVA|Número de IVA
form Natureza jurídica|Forma jurídica|Tipo jurídico|Código e descrição da natureza jurídica
status Situação cadastral|Situação|Estado|Status
incorporated Data de constituição|Data de abertura|Início de atividade|Data do arquivamento do ato constitutivo
dissolved Data de baixa|Data de dissolução|Cancelada em
jurisdiction País de constituição
address Sede|Endereço|Logradouro|Morada da sede|Endereço completo
capital Capital social|Capital|Capital integralizado|Montante do capital
currency Moeda
shares Número de ações|Número de quotas
email E-mail|Endereço eletrónico|Endereço eletrônico
website Sítio|Website
lei Código LEI
alias Nome fantasia|Título do estabelecimento (nome de fantasia)|Sigla
previous Firma anterior|Denominação anterior
p.name Nome|Nome completo|Nome do sócio
p.first Nome próprio|Nomes próprios
p.last Apelidos|Sobrenome
p.title Título
birth Data de nascimento|Nascido em
birthplace Naturalidade|Natural de
nationality Nacionalidade
residence País de residência|Residência
p.address Residência/Sede|Morada|Endereço|Domicílio
gender Sexo
idno N.º de identificação civil|RG|Documento de identidade
p.tax NIF|CPF|NIF/NIPC
passport Passaporte
position Profissão
owner Sócio|Titular|Acionista|Nome do sócio|SÓCIO
director Gerente|Administrador|Nome|Administrador/Gerente
secretary Secretário
agent Procurador|Representante legal
beneficial Beneficiário efetivo|Beneficiário final
count Quotas|Ações|N.º de ações|Quantidade de quotas
percent Percentagem|%|Participação|% do capital
value Quota|Valor|Valor da quota|Participação no capital|Valor nominal
class Espécie|Categoria|Classe
role Cargo|Qualificação|Qualidade|Função
since Data da designação|Início do mandato|Data de entrada|Desde
until Término do mandato|Data da cessação|Até|Data de saída
nature Tipo de controlo
date Data|Data de emissão|Emitido em|Data da consulta
docno Código de acesso|Protocolo|Código de controle|Referência|Certidão n.º
start Desde|Início|Subscrita em
end Até|Validade|Válida até
publisher Conservatória|Junta Comercial|Emitido por
no N.º|Insc.|Ap.
remarks Observações
total Total|TOTAL
noise Telefone|Objeto|Objeto social|CAE principal|Código e descrição da atividade econômica principal|Prazo de duração|Porte|Forma de obrigar|Data do encerramento do exercício|Último arquivamento|Emolumentos
s.owners Sócios e quotas|Quadro de sócios e administradores - QSA|Sócios|Acionistas
s.directors Órgãos sociais|Gerência|Administração|Administradores|Órgão(s) designado(s)
s.former Cessação de funções|Ex-administradores
s.beneficial Beneficiários efetivos
s.company Matrícula|Dados da empresa|Identificação da entidade|Dados cadastrais
s.capital Capital social|Capital
s.agents Procuradores
t.extract Certidão permanente|Certidão simplificada|Ficha cadastral completa|Comprovante de inscrição e de situação cadastral|Certidão do registo comercial
t.members Livro de registo de ações|Relação de sócios|Livro de registro de ações nominativas
t.directors Certidão dos órgãos sociais
t.beneficial Declaração de beneficiário efetivo|Registo central do beneficiário efetivo
t.certificate Certidão|Certidão de inteiro teor
t.return Declaração anual
t.resolution Ata da assembleia geral|Ata n.º 7|Ata de reunião de sócios
t.articles Contrato social|Contrato de sociedade|Pacto social|Estatuto social
t.poa Procuração|Procuração pública
t.accounts Balanço patrimonial|Demonstrações financeiras|Relatório e contas
t.notice Publicação|Anúncio
t.licence Alvará de funcionamento|Alvará
t.tax Declaração de início de atividade
role.director Gerente|Administrador|Sócio-Administrador|Presidente|Diretor|49-Sócio-Administrador|Vogal
role.secretary Secretário
class.share Ordinárias|Preferenciais|Quotas|nominativas
active ATIVA|Ativa|Em atividade
inactive BAIXADA|Dissolvida|Extinta
none Não tem|-|********
yes Sim
s.sign Assinatura|O conservador|O gerente
""",
}
